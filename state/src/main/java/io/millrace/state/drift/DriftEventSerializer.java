/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Instances, labels and parameters as bytes between tasks, sound or not. */
public final class DriftEventSerializer extends ValueSerializer<DriftEvent> {
  private static final long serialVersionUID = 1L;
  private static final int LABEL = 0;
  private static final int ARRIVAL = 1;
  private static final int PARAMETERS = 2;

  @Override
  protected int version() {
    return 2;
  }

  @Override
  protected void write(DriftEvent event, DataOutputView out) throws IOException {
    StringValue.writeString(event.streamId(), out);
    StringValue.writeString(event.instanceId(), out);
    Varint.writeSigned(event.timeMillis(), out);
    Wire.origin(event.origin(), out);
    if (event instanceof Arrival arrival) {
      out.writeByte(ARRIVAL);
      Wire.doubles(arrival.features(), out);
      Wire.ints(arrival.nominal(), out);
      Wire.label(arrival.label(), out);
    } else if (event instanceof LateLabel late) {
      out.writeByte(LABEL);
      Wire.label(late.label(), out);
    } else if (event instanceof SharedParameters parameters) {
      out.writeByte(PARAMETERS);
      Varint.write(parameters.part(), out);
      Varint.writeSigned(parameters.learned(), out);
      Varint.writeSigned(parameters.since(), out);
      Varint.writeSigned(parameters.base(), out);
      Wire.floats(parameters.values(), out);
    }
  }

  @Override
  protected DriftEvent read(int version, DataInputView in) throws IOException {
    String streamId = StringValue.readString(in);
    String instanceId = StringValue.readString(in);
    long timeMillis = Varint.readSigned(in);
    Origin origin = Wire.origin(in);
    int kind = in.readUnsignedByte();
    if (kind == LABEL) {
      return new LateLabel(streamId, instanceId, timeMillis, Wire.label(in), origin);
    }
    if (kind == PARAMETERS) {
      int part = Varint.readLength("parts", Integer.MAX_VALUE, in);
      long learned = Varint.readSigned(in);
      long since = version == 1 ? learned : Varint.readSigned(in);
      long base = version == 1 ? 0 : Varint.readSigned(in);
      return new SharedParameters(
          streamId, part, timeMillis, learned, since, base, Wire.floats(in), origin);
    }
    if (kind != ARRIVAL) {
      throw new IOException(kind + " is no kind of event: the record is damaged");
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
