/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.cnn;

import io.millrace.models.cnn.CnnState;
import io.millrace.state.binary.BinarySerializer;
import io.millrace.state.binary.LittleEndian;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Layout 1: fingerprint (8 bytes), hops (varint), number of floats (varint), the floats (4 bytes
 * each). Thread-confined, as serializers are: it owns a scratch block.
 */
public final class CnnStateSerializer extends BinarySerializer<CnnState> {
  private static final long serialVersionUID = 1L;

  /** 256 MiB of floats: more is not the memory of one stream but a corrupt length. */
  private static final int MAX_FLOATS = 1 << 26;

  private static final float[] EMPTY = {};

  private transient LittleEndian numbers;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(CnnState state, DataOutputView out) throws IOException {
    float[] history = state.history();
    numbers().writeLong(state.fingerprint(), out);
    Varint.write(state.hops(), out);
    Varint.write(history.length, out);
    numbers().writeFloats(history, 0, history.length, out);
  }

  @Override
  protected CnnState read(int version, DataInputView in) throws IOException {
    long fingerprint = numbers().readLong(in);
    long hops = Varint.read(in);
    int floats = Varint.readLength("history length", MAX_FLOATS, in);
    float[] history = numbers().readFloats(floats, in);
    return new CnnState(fingerprint, hops, history);
  }

  private LittleEndian numbers() {
    if (numbers == null) {
      numbers = new LittleEndian();
    }
    return numbers;
  }

  @Override
  public CnnState copy(CnnState from) {
    return new CnnState(from.fingerprint(), from.hops(), from.history().clone());
  }

  @Override
  public CnnState createInstance() {
    return new CnnState(0, 0, EMPTY);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<CnnState> duplicate() {
    return new CnnStateSerializer();
  }

  @Override
  public TypeSerializerSnapshot<CnnState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CnnState> {
    public Snapshot() {
      super(CnnStateSerializer::new);
    }
  }
}
