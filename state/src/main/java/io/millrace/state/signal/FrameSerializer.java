/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.signal;

import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
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

/** Frames as bytes, in state and between tasks. Frames are taken to be immutable. */
public final class FrameSerializer extends BinarySerializer<Frame> {
  private static final long serialVersionUID = 1L;
  private static final int MAX_FLOATS = 1 << 26;
  private static final Frame EMPTY = new Frame("", 0, 0, 1, 1, new float[0], Origin.NONE);

  private transient LittleEndian numbers;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(Frame frame, DataOutputView out) throws IOException {
    StringValue.writeString(frame.streamId(), out);
    Varint.writeSigned(frame.sequence(), out);
    Varint.writeSigned(frame.timeMillis(), out);
    numbers().writeFloat(frame.samplingRate(), out);
    Varint.writeSigned(frame.channels(), out);
    Varint.write(frame.samples().length, out);
    numbers().writeFloats(frame.samples(), 0, frame.samples().length, out);
    Origin origin = frame.origin();
    boolean known = !Origin.NONE.equals(origin);
    out.writeBoolean(known);
    if (known) {
      StringValue.writeString(origin.topic(), out);
      Varint.writeSigned(origin.partition(), out);
      Varint.writeSigned(origin.offset(), out);
    }
  }

  @Override
  protected Frame read(int version, DataInputView in) throws IOException {
    String streamId = StringValue.readString(in);
    long sequence = Varint.readSigned(in);
    long timeMillis = Varint.readSigned(in);
    float samplingRate = numbers().readFloat(in);
    int channels = Math.toIntExact(Varint.readSigned(in));
    int floats = Varint.readLength("frame length", MAX_FLOATS, in);
    float[] samples = numbers().readFloats(floats, in);
    Origin origin = Origin.NONE;
    if (in.readBoolean()) {
      String topic = StringValue.readString(in);
      int partition = Math.toIntExact(Varint.readSigned(in));
      origin = new Origin(topic, partition, Varint.readSigned(in));
    }
    return new Frame(streamId, sequence, timeMillis, samplingRate, channels, samples, origin);
  }

  private LittleEndian numbers() {
    if (numbers == null) {
      numbers = new LittleEndian();
    }
    return numbers;
  }

  @Override
  public Frame copy(Frame from) {
    return from;
  }

  @Override
  public Frame createInstance() {
    return EMPTY;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<Frame> duplicate() {
    return new FrameSerializer();
  }

  @Override
  public TypeSerializerSnapshot<Frame> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Frame> {
    public Snapshot() {
      super(FrameSerializer::new);
    }
  }
}
