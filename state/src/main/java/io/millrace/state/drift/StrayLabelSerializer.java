/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.ValueSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Labels without an instance as bytes between tasks. */
public final class StrayLabelSerializer extends ValueSerializer<StrayLabel> {
  private static final long serialVersionUID = 1L;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(StrayLabel value, DataOutputView out) throws IOException {
    new DriftEventSerializer().serialize(value.label(), out);
    StringValue.writeString(value.reason(), out);
  }

  @Override
  protected StrayLabel read(int version, DataInputView in) throws IOException {
    LateLabel label = (LateLabel) new DriftEventSerializer().deserialize(in);
    return new StrayLabel(label, StringValue.readString(in));
  }

  @Override
  public StrayLabel createInstance() {
    return new StrayLabel(new LateLabel("", "", 0, ClassLabel.of(0), Origin.NONE), "");
  }

  @Override
  public TypeSerializerSnapshot<StrayLabel> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<StrayLabel> {
    public Snapshot() {
      super(StrayLabelSerializer::new);
    }
  }
}
