/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The parts that values in transit share, as bytes between tasks. */
final class Wire {
  private static final int MAX = 1 << 26;
  private static final int NONE = 0;
  private static final int NUMBER = 1;
  private static final int NAME = 2;

  private Wire() {}

  static void doubles(double[] values, DataOutputView out) throws IOException {
    Varint.write(values.length, out);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  static double[] doubles(DataInputView in) throws IOException {
    double[] values = new double[Varint.readLength("numbers", MAX, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  static void floats(float[] values, DataOutputView out) throws IOException {
    Varint.write(values.length, out);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  static float[] floats(DataInputView in) throws IOException {
    float[] values = new float[Varint.readLength("parameters", MAX, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  static void ints(int[] values, DataOutputView out) throws IOException {
    Varint.write(values.length, out);
    for (int value : values) {
      Varint.write(value, out);
    }
  }

  /** Any numbers: they come from outside, and are judged where a record can be refused. */
  static int[] ints(DataInputView in) throws IOException {
    int[] values = new int[Varint.readLength("positions", MAX, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) Varint.read(in);
    }
    return values;
  }

  static void longs(long[] values, DataOutputView out) throws IOException {
    Varint.write(values.length, out);
    for (long value : values) {
      Varint.writeSigned(value, out);
    }
  }

  static long[] longs(DataInputView in) throws IOException {
    long[] values = new long[Varint.readLength("counts", MAX, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Varint.readSigned(in);
    }
    return values;
  }

  static void label(ClassLabel label, DataOutputView out) throws IOException {
    if (label == null) {
      out.writeByte(NONE);
    } else if (label.name() == null) {
      out.writeByte(NUMBER);
      Varint.writeSigned(label.code(), out);
    } else {
      out.writeByte(NAME);
      StringValue.writeString(label.name(), out);
    }
  }

  static ClassLabel label(DataInputView in) throws IOException {
    int form = in.readUnsignedByte();
    return switch (form) {
      case NONE -> null;
      case NUMBER -> ClassLabel.of((int) Varint.readSigned(in));
      case NAME -> ClassLabel.of(StringValue.readString(in));
      default -> throw new IOException(form + " is no form of a label: the record is damaged");
    };
  }

  static void origin(Origin origin, DataOutputView out) throws IOException {
    StringValue.writeString(origin.topic(), out);
    Varint.writeSigned(origin.partition(), out);
    Varint.writeSigned(origin.offset(), out);
  }

  static Origin origin(DataInputView in) throws IOException {
    String topic = StringValue.readString(in);
    int partition = (int) Varint.readSigned(in);
    return new Origin(topic, partition, Varint.readSigned(in));
  }
}
