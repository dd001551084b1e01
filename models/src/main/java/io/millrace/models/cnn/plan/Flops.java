/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;

/**
 * Floating-point operations of a layer on the full window: a multiplication and an addition per
 * weight used.
 */
final class Flops {
  private Flops() {}

  static long of(Layer layer, Network network) {
    int[] shape = network.value(layer.output()).shape();
    long size = network.value(layer.output()).size();
    long operand = network.value(layer.input(0)).size();
    Op op = layer.op();
    if (op instanceof Op.Conv c) {
      return 2L * c.outChannels() * (c.inChannels() / c.groups()) * c.kernel() * shape[c.axis()];
    } else if (op instanceof Op.ConvTranspose c) {
      return 2L * operand * (c.outChannels() / c.groups()) * c.kernel();
    } else if (op instanceof Op.Linear l) {
      return 2L * l.in() * size;
    } else if (op instanceof Op.MatMul) {
      int[] left = network.value(layer.input(0)).shape();
      return 2L * left[left.length - 1] * size;
    } else if (op instanceof Op.Recurrent r) {
      int gates = r.cell() == Op.Recurrent.Cell.GRU ? 3 : 4;
      int directions = r.direction() == Op.Recurrent.Direction.BIDIRECTIONAL ? 2 : 1;
      long steps = operand / r.features();
      return 2L * steps * directions * gates * r.hidden() * (r.features() + r.hidden());
    } else if (op instanceof Op.Pool p) {
      return size * p.kernel();
    } else if (op instanceof Op.Reduce || op instanceof Op.CumSum) {
      return operand;
    } else if (op instanceof Op.Softmax) {
      return 5 * size;
    } else if (op instanceof Op.LayerNorm || op instanceof Op.InstanceNorm) {
      return 8 * size;
    } else if (op instanceof Op.Affine) {
      return 2 * size;
    } else if (op instanceof Op.Unary || op instanceof Op.Binary || op instanceof Op.Resize) {
      return size;
    }
    return 0;
  }
}
