/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.util.List;

/** Translates the layers that only move elements. */
final class TorchMovement {
  private final Network network;
  private final BatchLayout layout;

  TorchMovement(Network network, BatchLayout layout) {
    this.network = network;
    this.layout = layout;
  }

  /** Null where libtorch has no such operator. */
  TorchOp translate(Layer layer) {
    Op op = layer.op();
    int out = layer.output();
    if (op instanceof Op.Slice slice) {
      int count = network.value(out).shape()[slice.axis()];
      return slices(layer, slice.axis(), slice.start(), slice.step(), count);
    } else if (op instanceof Op.Gather gather) {
      return gathering(layer, gather);
    } else if (op instanceof Op.Transpose transpose) {
      return transposition(layer, transpose);
    } else if (op instanceof Op.Reshape) {
      return (x, batch) -> x[0].reshape(layout.shape(out, batch));
    } else if (op instanceof Op.Expand) {
      return expansion(layer);
    } else if (op instanceof Op.Concat concat) {
      return concatenation(layer, concat.axis());
    }
    return null;
  }

  private TorchOp gathering(Layer layer, Op.Gather gather) {
    List<Integer> indices = gather.indices();
    int step = indices.size() < 2 ? 1 : indices.get(1) - indices.get(0);
    for (int i = 1; i < indices.size(); i++) {
      if (indices.get(i) - indices.get(i - 1) != step) {
        return null;
      }
    }
    return slices(layer, gather.axis(), indices.get(0), step, indices.size());
  }

  /** Null where the step is negative: libtorch only steps forward. */
  private TorchOp slices(Layer layer, int axis, int start, int step, int count) {
    int in = layer.input(0);
    if (step < 1 || (layout.inPlace(in) && axis == 0)) {
      return null;
    }
    NDIndex index =
        new NDIndex()
            .addAllDim(layout.axis(in, axis))
            .addSliceDim(start, start + (count - 1L) * step + 1, step);
    return settled(layer, layout.inPlace(in), (x, batch) -> x[0].get(index));
  }

  private TorchOp transposition(Layer layer, Op.Transpose transpose) {
    int in = layer.input(0);
    List<Integer> perm = transpose.perm();
    if (layout.inPlace(in) && perm.get(0) == 0) {
      int[] order = perm.stream().mapToInt(Integer::intValue).toArray();
      return (x, batch) -> x[0].transpose(order);
    }
    int[] order = new int[perm.size() + 1];
    for (int i = 0; i < perm.size(); i++) {
      order[i + 1] = perm.get(i) + 1;
    }
    return settled(
        layer, false, (x, batch) -> layout.lift(x[0], in, perm.size(), batch).transpose(order));
  }

  private TorchOp expansion(Layer layer) {
    int[] to = network.value(layer.output()).shape();
    return settled(
        layer,
        false,
        (x, batch) -> {
          long[] wide = new long[to.length + 1];
          wide[0] = batch;
          for (int i = 0; i < to.length; i++) {
            wide[i + 1] = to[i];
          }
          return layout.lift(x[0], layer.input(0), to.length, batch).broadcast(new Shape(wide));
        });
  }

  private TorchOp concatenation(Layer layer, int axis) {
    boolean direct = axis > 0 && layer.inputs().stream().allMatch(this::computedInPlace);
    if (direct) {
      return (x, batch) -> NDArrays.concat(new NDList(x), axis);
    }
    int rank = network.value(layer.output()).rank();
    return settled(
        layer,
        false,
        (x, batch) -> {
          NDList parts = new NDList(x.length);
          for (int i = 0; i < x.length; i++) {
            NDArray part = layout.lift(x[i], layer.input(i), rank, batch);
            parts.add(network.value(layer.input(i)).isConstant() ? repeat(part, batch) : part);
          }
          return NDArrays.concat(parts, axis + 1);
        });
  }

  private boolean computedInPlace(int value) {
    return layout.inPlace(value) && !network.value(value).isConstant();
  }

  private static NDArray repeat(NDArray constant, int batch) {
    long[] own = constant.getShape().getShape();
    long[] wide = new long[own.length + 1];
    wide[0] = batch;
    System.arraycopy(own, 0, wide, 1, own.length);
    return constant.broadcast(new Shape(wide));
  }

  /**
   * Brings a result into its layout.
   *
   * @param inPlace whether the operation leaves the batch in the place of the first axis
   */
  TorchOp settled(Layer layer, boolean inPlace, TorchOp op) {
    int out = layer.output();
    if (inPlace == layout.inPlace(out)) {
      return op;
    }
    return (x, batch) -> op.apply(x, batch).reshape(layout.shape(out, batch));
  }
}
