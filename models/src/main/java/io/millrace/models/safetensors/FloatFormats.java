/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.safetensors;

import io.millrace.models.tensor.HalfFloats;
import java.nio.ByteBuffer;

/** Floats of the format's types. */
final class FloatFormats {
  private FloatFormats() {}

  static float read(StoredTensor tensor, ByteBuffer buffer) {
    return switch (tensor.dtype()) {
      case F32 -> buffer.getFloat();
      case F64 -> (float) buffer.getDouble();
      case F16 -> HalfFloats.fromFp16(buffer.getShort());
      case BF16 -> HalfFloats.fromBf16(buffer.getShort());
      default ->
          throw new SafetensorsException(
              "tensor '"
                  + tensor.shape().name()
                  + "' holds "
                  + tensor.dtype()
                  + ", only F64, F32, F16 and BF16 can be read as floats");
    };
  }
}
