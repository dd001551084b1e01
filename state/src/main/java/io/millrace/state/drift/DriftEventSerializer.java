/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.signal.Origin;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Instances and labels as bytes between tasks. Positions of nominal attributes must be 0 or more.
 */
public final class DriftEventSerializer extends ValueSerializer<DriftEvent> {
  private static final long serialVersionUID = 1L;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(DriftEvent event, DataOutputView out) throws IOException {
    StringValue.writeString(event.streamId(), out);
    StringValue.writeString(event.instanceId(), out);
    Varint.writeSigned(event.timeMillis(), out);
    Wire.origin(event.origin(), out);
    out.writeBoolean(event instanceof Arrival);
    if (event instanceof Arrival arrival) {
      Wire.doubles(arrival.features(), out);
      Wire.ints(arrival.nominal(), out);
      Wire.label(arrival.label(), out);
    } else if (event instanceof LateLabel late) {
      Wire.label(late.label(), out);
    }
  }

  @Override
  protected DriftEvent read(int version, DataInputView in) throws IOException {
    String streamId = StringValue.readString(in);
    String instanceId = StringValue.readString(in);
    long timeMillis = Varint.readSigned(in);
    Origin origin = Wire.origin(in);
    if (!in.readBoolean()) {
      return new LateLabel(streamId, instanceId, timeMillis, Wire.label(in), origin);
    }
    double[] features = Wire.doubles(in);
    int[] nominal = Wire.ints(in);
    return new Arrival(streamId, instanceId, timeMillis, features, nominal, Wire.label(in), origin);
  }

  @Override
  public DriftEvent createInstance() {
    return new LateLabel("", "", 0, ClassLabel.of(0), Origin.NONE);
  }

  @Override
  public TypeSerializerSnapshot<DriftEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<DriftEvent> {
    public Snapshot() {
      super(DriftEventSerializer::new);
    }
  }
}
