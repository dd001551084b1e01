/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.reject;

import io.millrace.models.signal.Frame;
import io.millrace.state.binary.BinarySerializer;
import io.millrace.state.binary.BinaryType;
import io.millrace.state.signal.FrameSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Rejected frames as bytes between tasks. */
public final class RejectedFrameSerializer extends BinarySerializer<Rejected<Frame>> {
  private static final long serialVersionUID = 1L;

  /** Type information of rejected frames. */
  public static final BinaryType<Rejected<Frame>> TYPE =
      BinaryType.ofRaw(Rejected.class, RejectedFrameSerializer::new);

  private final FrameSerializer frames = new FrameSerializer();

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(Rejected<Frame> rejected, DataOutputView out) throws IOException {
    frames.serialize(rejected.record(), out);
    StringValue.writeString(rejected.reason(), out);
  }

  @Override
  protected Rejected<Frame> read(int version, DataInputView in) throws IOException {
    Frame frame = frames.deserialize(in);
    return new Rejected<>(frame, StringValue.readString(in));
  }

  @Override
  public Rejected<Frame> copy(Rejected<Frame> from) {
    return from;
  }

  @Override
  public Rejected<Frame> createInstance() {
    return new Rejected<>(frames.createInstance(), "");
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<Rejected<Frame>> duplicate() {
    return new RejectedFrameSerializer();
  }

  @Override
  public TypeSerializerSnapshot<Rejected<Frame>> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Rejected<Frame>> {
    public Snapshot() {
      super(RejectedFrameSerializer::new);
    }
  }
}
