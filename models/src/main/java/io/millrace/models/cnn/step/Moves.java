/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Computes, when layers are compiled, where the elements of an output come from. */
final class Moves {
  private Moves() {}

  /** Along one axis, output index i reads operand index {@code source(i)}; negative: the fill. */
  static int[] alongAxis(int[] in, int[] out, int axis, IntUnaryOperator source) {
    int inner = Tensor.product(out, axis + 1, out.length);
    int outer = Tensor.product(out, 0, axis);
    int[] sources = new int[outer * out[axis] * inner];
    int n = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < out[axis]; i++) {
        int at = source.applyAsInt(i);
        for (int k = 0; k < inner; k++) {
          sources[n++] = at < 0 ? -1 : (o * in[axis] + at) * inner + k;
        }
      }
    }
    return sources;
  }

  /** The index that a padded index repeats, or -1 for a constant. */
  static int unpadded(Op.Pad pad, int index, int length) {
    int i = index - pad.before();
    if (i >= 0 && i < length) {
      return i;
    }
    return switch (pad.mode()) {
      case CONSTANT -> -1;
      case EDGE -> i < 0 ? 0 : length - 1;
      case WRAP -> Math.floorMod(i, length);
      case REFLECT -> {
        int period = Math.max(1, 2 * (length - 1));
        int folded = Math.floorMod(i, period);
        yield folded < length ? folded : period - folded;
      }
    };
  }

  static int[] permuted(int[] in, List<Integer> perm) {
    int[] strides = new int[perm.size()];
    int[] out = new int[perm.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = in[perm.get(i)];
      strides[i] = Tensor.product(in, perm.get(i) + 1, in.length);
    }
    return strided(out, strides);
  }

  /** Right-aligned, axes of length one repeat. */
  static int[] broadcast(int[] in, int[] out) {
    return strided(out, broadcastStrides(in, out));
  }

  /** How far an operand moves per step along each axis of the output: zero where it repeats. */
  static int[] broadcastStrides(int[] in, int[] out) {
    int[] strides = new int[out.length];
    int stride = 1;
    for (int axis = in.length - 1; axis >= 0; axis--) {
      strides[out.length - in.length + axis] = in[axis] == 1 ? 0 : stride;
      stride *= in[axis];
    }
    return strides;
  }

  /** For all indices in row-major order, the sum of index times stride. */
  static int[] strided(int[] shape, int[] strides) {
    int[] sources = {0};
    for (int axis = 0; axis < shape.length; axis++) {
      int[] longer = new int[sources.length * shape[axis]];
      for (int i = 0; i < longer.length; i++) {
        longer[i] = sources[i / shape[axis]] + i % shape[axis] * strides[axis];
      }
      sources = longer;
    }
    return sources;
  }

  /** Targets of one operand of a concatenation that begins at the given index of the axis. */
  static int[] concatenated(int[] in, int[] out, int axis, int begin) {
    int inner = Tensor.product(in, axis + 1, in.length);
    int block = in[axis] * inner;
    int[] targets = new int[Tensor.product(in, 0, in.length)];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i / block * out[axis] * inner + begin * inner + i % block;
    }
    return targets;
  }
}
