/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.binary.ValueSerializer;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Refused updates as bytes between tasks. */
public final class RejectedUpdateSerializer extends ValueSerializer<RejectedUpdate> {
  private static final long serialVersionUID = 1L;

  @Override
  protected void write(RejectedUpdate rejected, DataOutputView out) throws IOException {
    Parts.header(rejected.header(), out);
    Parts.text(rejected.reason(), out);
    Parts.origin(rejected.origin(), out);
  }

  @Override
  protected RejectedUpdate read(int version, DataInputView in) throws IOException {
    return new RejectedUpdate(Parts.header(in), Parts.text(in), Parts.origin(in));
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public RejectedUpdate createInstance() {
    return new RejectedUpdate(
        new UpdateHeader(
            "m", "", Contribution.of("w", 0, 1), -1, 0, new ModelShape(List.of()), false),
        "",
        Origin.NONE);
  }

  @Override
  public TypeSerializerSnapshot<RejectedUpdate> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RejectedUpdate> {
    public Snapshot() {
      super(RejectedUpdateSerializer::new);
    }
  }
}
