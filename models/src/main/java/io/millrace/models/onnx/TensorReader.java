/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.millrace.models.onnx.Operand.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * Turns tensors of the file into constants: every floating-point type becomes float, every integer
 * type long.
 */
final class TensorReader {
  private final Limits limits;
  private final Budget budget;
  private final ExternalData external;

  TensorReader(Limits limits, Budget budget, ExternalData external) {
    this.limits = limits;
    this.budget = budget;
    this.external = external;
  }

  Tensor read(TensorProto proto) {
    String name = "tensor " + ModelImportException.quote(proto.getName());
    int[] shape = shape(name, proto);
    int size = (int) Shapes.size(shape);
    int width = width(name, proto);
    Tensor.Type type = type(proto);
    if (type == Tensor.Type.FLOAT) {
      budget.floats(size);
    } else {
      budget.longs(size);
    }
    if (proto.hasSegment()) {
      throw ModelImportException.unsupported(name + " is stored in segments: save it in one piece");
    }
    ByteBuffer raw = null;
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      raw = external.read(proto, (long) size * width);
    } else if (proto.hasRawData()) {
      raw = proto.getRawData().asReadOnlyByteBuffer();
    }
    if (raw != null && raw.remaining() != (long) size * width) {
      throw ModelImportException.broken(
          name + " has " + raw.remaining() + " bytes for " + size + " elements of " + width);
    }
    if (raw != null) {
      raw.order(ByteOrder.LITTLE_ENDIAN);
    }
    return type == Tensor.Type.FLOAT
        ? new Tensor(type, shape, floats(name, proto, raw, size), null)
        : new Tensor(type, shape, null, longs(name, proto, raw, size));
  }

  private int[] shape(String name, TensorProto proto) {
    if (proto.getDimsCount() > limits.rank()) {
      throw ModelImportException.tooLarge(
          name + " has " + proto.getDimsCount() + " axes, the limit rank is " + limits.rank());
    }
    int[] shape = new int[proto.getDimsCount()];
    for (int i = 0; i < shape.length; i++) {
      long length = proto.getDims(i);
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw ModelImportException.broken(name + " has an axis of length " + length);
      }
      shape[i] = (int) length;
    }
    if (Shapes.size(shape) < 0) {
      throw ModelImportException.tooLarge(
          name + " has shape " + Shapes.text(shape) + ", over 2^31 elements");
    }
    return shape;
  }

  private static Tensor.Type type(TensorProto proto) {
    return switch (proto.getDataType()) {
      case TensorProto.DataType.FLOAT_VALUE,
          TensorProto.DataType.DOUBLE_VALUE,
          TensorProto.DataType.FLOAT16_VALUE,
          TensorProto.DataType.BFLOAT16_VALUE ->
          Tensor.Type.FLOAT;
      case TensorProto.DataType.BOOL_VALUE -> Tensor.Type.BOOLEAN;
      default -> Tensor.Type.INTEGER;
    };
  }

  private static int width(String name, TensorProto proto) {
    return switch (proto.getDataType()) {
      case TensorProto.DataType.INT8_VALUE,
          TensorProto.DataType.UINT8_VALUE,
          TensorProto.DataType.BOOL_VALUE ->
          1;
      case TensorProto.DataType.INT16_VALUE,
          TensorProto.DataType.UINT16_VALUE,
          TensorProto.DataType.FLOAT16_VALUE,
          TensorProto.DataType.BFLOAT16_VALUE ->
          2;
      case TensorProto.DataType.FLOAT_VALUE,
          TensorProto.DataType.INT32_VALUE,
          TensorProto.DataType.UINT32_VALUE ->
          4;
      case TensorProto.DataType.DOUBLE_VALUE,
          TensorProto.DataType.INT64_VALUE,
          TensorProto.DataType.UINT64_VALUE ->
          8;
      default ->
          throw ModelImportException.unsupported(
              name + " has elements of type " + typeName(proto.getDataType()) + ", not numbers");
    };
  }

  /** The type's name in the ONNX specification, or its number. */
  static String typeName(int type) {
    TensorProto.DataType known = TensorProto.DataType.forNumber(type);
    return known == null ? "number " + type : known.name().toLowerCase(Locale.ROOT);
  }

  private static float[] floats(String name, TensorProto proto, ByteBuffer raw, int size) {
    int type = proto.getDataType();
    int count =
        switch (type) {
          case TensorProto.DataType.FLOAT_VALUE -> proto.getFloatDataCount();
          case TensorProto.DataType.DOUBLE_VALUE -> proto.getDoubleDataCount();
          default -> proto.getInt32DataCount();
        };
    checkCount(name, raw, count, size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case TensorProto.DataType.FLOAT_VALUE ->
                raw != null ? raw.getFloat() : proto.getFloatData(i);
            case TensorProto.DataType.DOUBLE_VALUE ->
                (float) (raw != null ? raw.getDouble() : proto.getDoubleData(i));
            case TensorProto.DataType.FLOAT16_VALUE ->
                half(raw != null ? raw.getShort() : proto.getInt32Data(i));
            default ->
                Float.intBitsToFloat((raw != null ? raw.getShort() : proto.getInt32Data(i)) << 16);
          };
    }
    return values;
  }

  private static long[] longs(String name, TensorProto proto, ByteBuffer raw, int size) {
    int type = proto.getDataType();
    List<? extends Number> list =
        switch (type) {
          case TensorProto.DataType.INT64_VALUE -> proto.getInt64DataList();
          case TensorProto.DataType.UINT32_VALUE, TensorProto.DataType.UINT64_VALUE ->
              proto.getUint64DataList();
          default -> proto.getInt32DataList();
        };
    checkCount(name, raw, list.size(), size);
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      long value = raw == null ? list.get(i).longValue() : rawInteger(type, raw);
      values[i] = type == TensorProto.DataType.BOOL_VALUE && value != 0 ? 1 : value;
    }
    return values;
  }

  private static long rawInteger(int type, ByteBuffer raw) {
    return switch (type) {
      case TensorProto.DataType.INT8_VALUE -> raw.get();
      case TensorProto.DataType.UINT8_VALUE, TensorProto.DataType.BOOL_VALUE -> raw.get() & 0xFF;
      case TensorProto.DataType.INT16_VALUE -> raw.getShort();
      case TensorProto.DataType.UINT16_VALUE -> raw.getShort() & 0xFFFF;
      case TensorProto.DataType.INT32_VALUE -> raw.getInt();
      case TensorProto.DataType.UINT32_VALUE -> raw.getInt() & 0xFFFFFFFFL;
      default -> raw.getLong();
    };
  }

  private static void checkCount(String name, ByteBuffer raw, int count, int size) {
    if (raw == null && count != size) {
      throw ModelImportException.broken(
          name + " has " + count + " values for a shape of " + size + " elements");
    }
  }

  /** IEEE 754 binary16. */
  static float half(int bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float sign = (bits & 0x8000) == 0 ? 1 : -1;
    if (exponent == 0) {
      return sign * fraction * 0x1p-24f;
    }
    if (exponent == 0x1F) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return sign * (1 + fraction * 0x1p-10f) * (float) Math.pow(2, exponent - 15);
  }
}
