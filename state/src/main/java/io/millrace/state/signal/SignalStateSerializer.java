/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.signal;

import io.millrace.models.signal.Frame;
import io.millrace.state.binary.BinarySerializer;
import io.millrace.state.binary.LittleEndian;
import io.millrace.state.binary.Varint;
import io.millrace.state.cnn.CnnStateSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Layout 1: a byte of flags, positions as varints relative to each other, the pending samples, the
 * last sample where none is pending, the early frames, the network's memory. A network that has not
 * taken a chunk since its origin has no memory worth writing.
 */
public final class SignalStateSerializer extends BinarySerializer<SignalState> {
  private static final long serialVersionUID = 1L;
  private static final int BEGUN = 1;
  private static final int CNN = 2;
  private static final int WATCHED = 4;
  private static final int MAX_CHANNELS = 1 << 20;
  private static final int MAX_SAMPLES = 1 << 26;
  private static final int MAX_FRAMES = 1 << 24;

  private final CnnStateSerializer cnns = new CnnStateSerializer();
  private final FrameSerializer frames = new FrameSerializer();
  private transient LittleEndian numbers;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(SignalState state, DataOutputView out) throws IOException {
    boolean hasCnn = state.cnn != null && state.consumed() > 0;
    out.writeByte((state.begun ? BEGUN : 0) | (hasCnn ? CNN : 0) | (state.watched ? WATCHED : 0));
    Varint.write(state.channels, out);
    Varint.writeSigned(state.next, out);
    Varint.writeSigned(state.next - state.origin, out);
    Varint.writeSigned(state.next - state.solidSince, out);
    Varint.writeSigned(state.next - state.anchorSequence, out);
    Varint.writeSigned(state.anchorMillis, out);
    Varint.writeSigned(state.touchedMillis - state.anchorMillis, out);
    numbers().writeFloat(state.samplingRate, out);
    Varint.write(state.pendingSamples, out);
    if (state.pendingSamples > 0) {
      numbers().writeFloats(state.pending, 0, state.pendingSamples * state.channels, out);
    } else {
      numbers().writeFloats(state.last, 0, state.channels, out);
    }
    Varint.write(state.early.size(), out);
    for (Frame frame : state.early) {
      frames.serialize(frame, out);
    }
    if (hasCnn) {
      cnns.serialize(state.cnn, out);
    }
  }

  @Override
  protected SignalState read(int version, DataInputView in) throws IOException {
    SignalState state = new SignalState();
    int flags = in.readUnsignedByte();
    state.begun = (flags & BEGUN) != 0;
    state.watched = (flags & WATCHED) != 0;
    state.channels = Varint.readLength("channels", MAX_CHANNELS, in);
    state.next = Varint.readSigned(in);
    state.origin = state.next - Varint.readSigned(in);
    state.solidSince = state.next - Varint.readSigned(in);
    state.anchorSequence = state.next - Varint.readSigned(in);
    state.anchorMillis = Varint.readSigned(in);
    state.touchedMillis = state.anchorMillis + Varint.readSigned(in);
    state.samplingRate = numbers().readFloat(in);
    state.pendingSamples = Varint.readLength("pending samples", MAX_SAMPLES, in);
    if (state.pendingSamples > 0) {
      int floats = Math.multiplyExact(state.pendingSamples, state.channels);
      state.pending = numbers().readFloats(floats, in);
      state.last = Arrays.copyOfRange(state.pending, floats - state.channels, floats);
    } else {
      state.last = numbers().readFloats(state.channels, in);
    }
    int early = Varint.readLength("early frames", MAX_FRAMES, in);
    state.early = new ArrayList<>(Math.min(early, 64));
    for (int i = 0; i < early; i++) {
      state.early.add(frames.deserialize(in));
    }
    if ((flags & CNN) != 0) {
      state.cnn = cnns.deserialize(in);
    }
    return state;
  }

  private LittleEndian numbers() {
    if (numbers == null) {
      numbers = new LittleEndian();
    }
    return numbers;
  }

  @Override
  public SignalState copy(SignalState from) {
    SignalState copy = new SignalState();
    copy.cnn = from.cnn == null ? null : cnns.copy(from.cnn);
    copy.channels = from.channels;
    copy.origin = from.origin;
    copy.next = from.next;
    copy.solidSince = from.solidSince;
    copy.begun = from.begun;
    copy.pending = from.pending.clone();
    copy.pendingSamples = from.pendingSamples;
    copy.last = from.last.clone();
    copy.early = new ArrayList<>(from.early);
    copy.anchorSequence = from.anchorSequence;
    copy.anchorMillis = from.anchorMillis;
    copy.samplingRate = from.samplingRate;
    copy.touchedMillis = from.touchedMillis;
    copy.watched = from.watched;
    return copy;
  }

  @Override
  public SignalState createInstance() {
    return new SignalState();
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<SignalState> duplicate() {
    return new SignalStateSerializer();
  }

  @Override
  public TypeSerializerSnapshot<SignalState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SignalState> {
    public Snapshot() {
      super(SignalStateSerializer::new);
    }
  }
}
