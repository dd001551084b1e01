/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * Recognises activations that exporters write as several nodes: GELU as x (1 + erf(x / √2)) / 2,
 * hard swish as x hardsigmoid(x).
 */
final class FuseActivation implements Pass {
  @Override
  public void visit(Layer layer, Draft draft, int[] uses) {
    if (layer.op() instanceof Op.Binary binary && binary.kind() == Op.Binary.Kind.MUL) {
      int source = gelu(layer, draft);
      Activation.Kind kind = Activation.Kind.GELU;
      if (source < 0) {
        source = hardSwish(layer, draft);
        kind = Activation.Kind.HARD_SWISH;
      }
      if (source >= 0) {
        Op op = new Op.Unary(new Activation(kind, 0, 0));
        draft.append(Draft.with(layer, op, List.of(source)));
        return;
      }
    }
    draft.append(layer);
  }

  /** The x of a GELU, or -1. */
  private static int gelu(Layer layer, Draft draft) {
    List<Integer> factors = new ArrayList<>();
    for (int operand : layer.inputs()) {
      Layer inner = Pattern.binary(draft, operand, Op.Binary.Kind.MUL);
      if (inner != null && factors.size() < 2) {
        factors.addAll(inner.inputs());
      } else {
        factors.add(operand);
      }
    }
    if (factors.size() != 3 || !factors.removeIf(id -> Pattern.is(draft, id, 0.5))) {
      return -1;
    }
    if (factors.size() != 2) {
      return -1;
    }
    int first = errorFunctionOf(factors.get(0), draft);
    int second = errorFunctionOf(factors.get(1), draft);
    if (first >= 0 && first == factors.get(1)) {
      return first;
    }
    return second >= 0 && second == factors.get(0) ? second : -1;
  }

  /** The x of 1 + erf(x / √2), or -1. */
  private static int errorFunctionOf(int id, Draft draft) {
    Layer sum = Pattern.binary(draft, id, Op.Binary.Kind.ADD);
    if (sum == null) {
      return -1;
    }
    int at = Pattern.is(draft, sum.input(0), 1) ? 1 : 0;
    Layer erf = Pattern.unary(draft, sum.input(at), Activation.Kind.ERF);
    if (erf == null || !Pattern.is(draft, sum.input(1 - at), 1)) {
      return -1;
    }
    Layer quotient = Pattern.binary(draft, erf.input(0), Op.Binary.Kind.DIV);
    if (quotient != null && Pattern.is(draft, quotient.input(1), Math.sqrt(2))) {
      return quotient.input(0);
    }
    Layer product = Pattern.binary(draft, erf.input(0), Op.Binary.Kind.MUL);
    if (product == null) {
      return -1;
    }
    int factor = Pattern.is(draft, product.input(0), Math.sqrt(0.5)) ? 0 : 1;
    return Pattern.is(draft, product.input(factor), Math.sqrt(0.5))
        ? product.input(1 - factor)
        : -1;
  }

  /** The x of a hard swish, or -1. */
  private static int hardSwish(Layer layer, Draft draft) {
    for (int i = 0; i < 2; i++) {
      Layer gate = Pattern.unary(draft, layer.input(i), Activation.Kind.HARD_SIGMOID);
      if (gate != null && gate.input(0) == layer.input(1 - i)) {
        Activation f = ((Op.Unary) gate.op()).function();
        if (Math.abs(f.alpha() - 1 / 6f) < 1e-6f && f.beta() == 0.5f) {
          return gate.input(0);
        }
      }
    }
    return -1;
  }
}
