/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Predictions as bytes between tasks. */
public final class ClassPredictionSerializer extends ValueSerializer<ClassPrediction> {
  private static final long serialVersionUID = 1L;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(ClassPrediction value, DataOutputView out) throws IOException {
    StringValue.writeString(value.streamId(), out);
    StringValue.writeString(value.instanceId(), out);
    Varint.writeSigned(value.timeMillis(), out);
    Varint.write(value.label(), out);
    StringValue.writeString(value.labelName(), out);
    Wire.doubles(value.votes(), out);
    Varint.writeSigned(value.expert(), out);
    out.writeDouble(value.confidence());
    out.writeBoolean(value.cold());
    StringValue.writeString(value.modelVersion(), out);
  }

  @Override
  protected ClassPrediction read(int version, DataInputView in) throws IOException {
    String streamId = StringValue.readString(in);
    String instanceId = StringValue.readString(in);
    long timeMillis = Varint.readSigned(in);
    int label = (int) Varint.read(in);
    String labelName = StringValue.readString(in);
    double[] votes = Wire.doubles(in);
    int expert = (int) Varint.readSigned(in);
    double confidence = in.readDouble();
    boolean cold = in.readBoolean();
    return new ClassPrediction(
        streamId,
        instanceId,
        timeMillis,
        label,
        labelName,
        votes,
        expert,
        confidence,
        cold,
        StringValue.readString(in));
  }

  @Override
  public ClassPrediction createInstance() {
    return new ClassPrediction("", "", 0, 0, null, new double[0], -1, 0, true, "");
  }

  @Override
  public TypeSerializerSnapshot<ClassPrediction> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ClassPrediction> {
    public Snapshot() {
      super(ClassPredictionSerializer::new);
    }
  }
}
