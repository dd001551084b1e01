/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.tensor.Activation;

/** Questions about the layers of a draft that several passes ask. */
final class Pattern {
  private static final float TOLERANCE = 1e-5f;

  private Pattern() {}

  /** The producer of a value if it is such an elementwise function, else null. */
  static Layer unary(Draft draft, int id, Activation.Kind kind) {
    Layer layer = draft.producer(id);
    return layer != null && layer.op() instanceof Op.Unary unary && unary.function().kind() == kind
        ? layer
        : null;
  }

  /** The producer of a value if it joins two operands in such a way, else null. */
  static Layer binary(Draft draft, int id, Op.Binary.Kind kind) {
    Layer layer = draft.producer(id);
    return layer != null && layer.op() instanceof Op.Binary binary && binary.kind() == kind
        ? layer
        : null;
  }

  /** The only element of a constant, NaN for other values. */
  static float scalar(Draft draft, int id) {
    Value value = draft.value(id);
    return value.isConstant() && value.constant().length == 1 ? value.constant()[0] : Float.NaN;
  }

  /** Whether a value is a constant with about this one element. */
  static boolean is(Draft draft, int id, double number) {
    return Math.abs(scalar(draft, id) - number) <= TOLERANCE * Math.abs(number);
  }
}
