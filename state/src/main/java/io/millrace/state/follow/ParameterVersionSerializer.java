/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.follow;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.state.binary.BinaryType;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Versions as bytes, between tasks and in state. */
public final class ParameterVersionSerializer extends ValueSerializer<ParameterVersion> {
  /** The type information of versions. */
  public static final BinaryType<ParameterVersion> TYPE =
      BinaryType.of(ParameterVersion.class, ParameterVersionSerializer::new);

  private static final long serialVersionUID = 1L;
  private static final int MOST_VALUES = 1 << 28;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(ParameterVersion value, DataOutputView out) throws IOException {
    StringValue.writeString(value.learners(), out);
    Varint.writeSigned(value.number(), out);
    StringValue.writeString(value.name(), out);
    Varint.write(value.values().length, out);
    for (float parameter : value.values()) {
      out.writeFloat(parameter);
    }
  }

  @Override
  protected ParameterVersion read(int version, DataInputView in) throws IOException {
    String learners = StringValue.readString(in);
    long number = Varint.readSigned(in);
    String name = StringValue.readString(in);
    float[] values = new float[Varint.readLength("parameters", MOST_VALUES, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return new ParameterVersion(learners, number, name, values);
  }

  @Override
  public ParameterVersion createInstance() {
    return new ParameterVersion(ParameterVersion.ALL, 0, "", new float[0]);
  }

  @Override
  public TypeSerializerSnapshot<ParameterVersion> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ParameterVersion> {
    public Snapshot() {
      super(ParameterVersionSerializer::new);
    }
  }
}
