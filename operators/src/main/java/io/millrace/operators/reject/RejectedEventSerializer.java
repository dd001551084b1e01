/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.reject;

import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.state.binary.BinaryType;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.drift.DriftEventSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Rejected events of labelled streams as bytes between tasks. */
public final class RejectedEventSerializer extends ValueSerializer<Rejected<DriftEvent>> {
  private static final long serialVersionUID = 1L;

  /** Type information of rejected events. */
  public static final BinaryType<Rejected<DriftEvent>> TYPE =
      BinaryType.ofRaw(Rejected.class, RejectedEventSerializer::new);

  private final DriftEventSerializer events = new DriftEventSerializer();

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(Rejected<DriftEvent> rejected, DataOutputView out) throws IOException {
    events.serialize(rejected.record(), out);
    StringValue.writeString(rejected.reason(), out);
  }

  @Override
  protected Rejected<DriftEvent> read(int version, DataInputView in) throws IOException {
    DriftEvent event = events.deserialize(in);
    return new Rejected<>(event, StringValue.readString(in));
  }

  @Override
  public Rejected<DriftEvent> createInstance() {
    return new Rejected<>(events.createInstance(), "");
  }

  @Override
  public TypeSerializerSnapshot<Rejected<DriftEvent>> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Rejected<DriftEvent>> {
    public Snapshot() {
      super(RejectedEventSerializer::new);
    }
  }
}
