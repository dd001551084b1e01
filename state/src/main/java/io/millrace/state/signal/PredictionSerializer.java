/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.signal;

import io.millrace.models.signal.Prediction;
import io.millrace.state.binary.BinarySerializer;
import io.millrace.state.binary.LittleEndian;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Predictions as bytes between tasks. Predictions are taken to be immutable. */
public final class PredictionSerializer extends BinarySerializer<Prediction> {
  private static final long serialVersionUID = 1L;
  private static final int MAX_FLOATS = 1 << 26;
  private static final Prediction EMPTY = new Prediction("", 0, 0, new float[0], null, "", false);

  private transient LittleEndian numbers;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(Prediction prediction, DataOutputView out) throws IOException {
    StringValue.writeString(prediction.streamId(), out);
    Varint.writeSigned(prediction.windowEnd(), out);
    Varint.writeSigned(prediction.windowEndMillis(), out);
    Varint.write(prediction.outputs().length, out);
    numbers().writeFloats(prediction.outputs(), 0, prediction.outputs().length, out);
    StringValue.writeString(prediction.label(), out);
    StringValue.writeString(prediction.modelVersion(), out);
    out.writeBoolean(prediction.warming());
  }

  @Override
  protected Prediction read(int version, DataInputView in) throws IOException {
    String streamId = StringValue.readString(in);
    long windowEnd = Varint.readSigned(in);
    long windowEndMillis = Varint.readSigned(in);
    int floats = Varint.readLength("number of outputs", MAX_FLOATS, in);
    float[] outputs = numbers().readFloats(floats, in);
    String label = StringValue.readString(in);
    String modelVersion = StringValue.readString(in);
    return new Prediction(
        streamId, windowEnd, windowEndMillis, outputs, label, modelVersion, in.readBoolean());
  }

  private LittleEndian numbers() {
    if (numbers == null) {
      numbers = new LittleEndian();
    }
    return numbers;
  }

  @Override
  public Prediction copy(Prediction from) {
    return from;
  }

  @Override
  public Prediction createInstance() {
    return EMPTY;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<Prediction> duplicate() {
    return new PredictionSerializer();
  }

  @Override
  public TypeSerializerSnapshot<Prediction> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Prediction> {
    public Snapshot() {
      super(PredictionSerializer::new);
    }
  }
}
