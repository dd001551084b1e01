/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Turns the network as the file has it into the one that is analysed and executed. */
final class Rewriter {
  private static final Set<Activation.Kind> STEPS =
      EnumSet.of(
          Activation.Kind.FLOOR, Activation.Kind.CEIL, Activation.Kind.ROUND, Activation.Kind.SIGN);

  private Rewriter() {}

  /** All passes, then without the layers and values that became useless. */
  static Network rewrite(Draft draft, Budget budget) {
    Draft current = apply(new SimplifyLayout(), draft);
    current = apply(new FuseActivation(), current);
    current = apply(new FuseLayerNorm(budget), current);
    if (!steps(current.layers())) {
      current = apply(new FoldAffine(budget), current);
    }
    current = apply(new FoldPad(), current);
    return current.network();
  }

  private static Draft apply(Pass pass, Draft from) {
    from.prune();
    Draft to = from.next();
    int[] uses = from.uses();
    for (Layer layer : from.layers()) {
      pass.visit(to.resolved(layer), to, uses);
    }
    to.prune();
    return to;
  }

  /** Steps turn a rounding error into a whole one: such weights stay as the file has them. */
  private static boolean steps(List<Layer> layers) {
    return layers.stream()
        .anyMatch(
            layer ->
                layer.op() instanceof Op.Unary unary && STEPS.contains(unary.function().kind()));
  }
}
