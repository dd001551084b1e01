/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Networks that compute the same, or what a mode declares the same, in a form that streams better.
 */
final class Rewrites {
  private Rewrites() {}

  /** Moves all padding of convolutions, poolings and pads to the past. */
  static Network causal(Network network) {
    return mapLayers(network, layer -> withOp(layer, causal(layer.op())));
  }

  private static Op causal(Op op) {
    if (op instanceof Op.Conv c) {
      return new Op.Conv(
          c.weight(),
          c.bias(),
          c.inChannels(),
          c.outChannels(),
          c.kernel(),
          c.stride(),
          c.dilation(),
          c.groups(),
          c.padLeft() + c.padRight(),
          0,
          c.axis());
    } else if (op instanceof Op.Pool p) {
      return new Op.Pool(
          p.kind(),
          p.kernel(),
          p.stride(),
          p.dilation(),
          p.padLeft() + p.padRight(),
          0,
          p.countPadding(),
          p.axis());
    } else if (op instanceof Op.Pad p) {
      return new Op.Pad(p.mode(), p.before() + p.after(), 0, p.value(), p.axis());
    }
    return op;
  }

  /**
   * A pooling over everything is a reduction: the window's length was frozen into its kernel by the
   * exporter.
   */
  static Network globalPooling(Network network) {
    return mapLayers(
        network,
        layer -> {
          if (layer.op() instanceof Op.Pool p
              && p.kernel() == network.value(layer.input(0)).shape()[p.axis()]
              && p.padLeft() == 0
              && p.padRight() == 0
              && p.dilation() == 1) {
            Op.Reduce.Kind kind =
                p.kind() == Op.Pool.Kind.MAX ? Op.Reduce.Kind.MAX : Op.Reduce.Kind.MEAN;
            return withOp(layer, new Op.Reduce(kind, List.of(p.axis()), true));
          }
          return layer;
        });
  }

  private static Layer withOp(Layer layer, Op op) {
    return op.equals(layer.op())
        ? layer
        : new Layer(layer.name(), layer.onnxOp(), op, layer.inputs(), layer.output());
  }

  private static Network mapLayers(Network network, UnaryOperator<Layer> change) {
    return new Network(
        network.values(),
        network.layers().stream().map(change).toList(),
        network.input(),
        network.output());
  }
}
