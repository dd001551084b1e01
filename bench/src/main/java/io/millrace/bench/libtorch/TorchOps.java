/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.util.List;
import java.util.function.UnaryOperator;

/** Translates the layers of a graph. */
final class TorchOps {

  private final Network network;
  private final BatchAxes axes;
  private final NDManager weights;

  TorchOps(Network network, BatchAxes axes, NDManager weights) {
    this.network = network;
    this.axes = axes;
    this.weights = weights;
  }

  /** The layer's operation; throws where libtorch has none that is the same. */
  TorchOp translate(Layer layer) {
    TorchOp op = translation(layer);
    if (op == null) {
      throw new UnsupportedOperationException(
          layer.describe() + " has no libtorch operator of the same form in DJL");
    }
    return op;
  }

  private TorchOp translation(Layer layer) {
    Op op = layer.op();
    if (op instanceof Op.Conv conv) {
      return convolution(layer, conv);
    } else if (op instanceof Op.Pool pool) {
      return pooling(layer, pool);
    } else if (op instanceof Op.Pad pad) {
      return padding(layer, pad);
    } else if (op instanceof Op.Unary unary) {
      UnaryOperator<NDArray> function = TorchActivations.of(unary.function());
      return (x, batch) -> function.apply(x[0]);
    } else if (op instanceof Op.Binary binary) {
      return binary(binary.kind());
    } else if (op instanceof Op.Affine affine) {
      return affine(layer, affine);
    } else if (op instanceof Op.Linear linear) {
      NDArray matrix = weights.create(linear.weight(), new Shape(linear.in(), linear.out()));
      NDArray weight = matrix.transpose().duplicate();
      NDArray bias = weights.create(linear.bias());
      return (x, batch) -> x[0].getNDArrayInternal().linear(x[0], weight, bias).singletonOrThrow();
    } else if (op instanceof Op.MatMul) {
      return (x, batch) -> x[0].matMul(x[1]);
    } else if (op instanceof Op.Concat concat) {
      return concatenation(layer, concat.axis());
    } else if (op instanceof Op.LayerNorm norm) {
      return normalisation(layer, norm);
    } else if (op instanceof Op.Softmax softmax) {
      return (x, batch) ->
          softmax.log() ? x[0].logSoftmax(softmax.axis()) : x[0].softmax(softmax.axis());
    } else if (op instanceof Op.Reduce reduce) {
      return reduction(reduce);
    } else if (op instanceof Op.Recurrent recurrent) {
      return TorchRecurrent.of(recurrent, weights);
    }
    return movement(layer, op);
  }

  /** What only moves elements. */
  private TorchOp movement(Layer layer, Op op) {
    int out = layer.output();
    if (op instanceof Op.Slice slice) {
      int count = network.value(out).shape()[slice.axis()];
      return slices(slice.axis(), slice.start(), slice.step(), count);
    } else if (op instanceof Op.Gather gather) {
      return gathering(gather);
    } else if (op instanceof Op.Transpose transpose) {
      int[] perm = transpose.perm().stream().mapToInt(Integer::intValue).toArray();
      return (x, batch) -> x[0].transpose(perm);
    } else if (op instanceof Op.Reshape) {
      return (x, batch) -> x[0].reshape(new Shape(axes.shape(out, batch)));
    } else if (op instanceof Op.Expand) {
      return (x, batch) -> x[0].broadcast(new Shape(axes.shape(out, batch)));
    }
    return null;
  }

  private TorchOp convolution(Layer layer, Op.Conv conv) {
    NDArray weight =
        weights.create(
            conv.weight(),
            new Shape(conv.outChannels(), conv.inChannels() / conv.groups(), conv.kernel()));
    NDArray bias = weights.create(conv.bias());
    boolean even = conv.padLeft() == conv.padRight();
    Shape uneven = new Shape(conv.padLeft(), conv.padRight());
    Shape pad = new Shape(even ? conv.padLeft() : 0);
    Shape stride = new Shape(conv.stride());
    Shape dilation = new Shape(conv.dilation());
    return rows(
        layer,
        conv.axis(),
        x -> {
          NDArray padded = even ? x : x.pad(uneven, 0);
          return x.getNDArrayInternal()
              .convolution(padded, weight, bias, stride, pad, dilation, conv.groups())
              .singletonOrThrow();
        });
  }

  private TorchOp pooling(Layer layer, Op.Pool pool) {
    boolean even = pool.padLeft() == pool.padRight();
    boolean max = pool.kind() == Op.Pool.Kind.MAX;
    if (pool.dilation() != 1 || (!even && !max && !pool.countPadding())) {
      return null;
    }
    double fill = max ? Float.NEGATIVE_INFINITY : 0;
    Shape uneven = new Shape(pool.padLeft(), pool.padRight());
    Shape pad = new Shape(even ? pool.padLeft() : 0);
    Shape kernel = new Shape(pool.kernel());
    Shape stride = new Shape(pool.stride());
    return rows(
        layer,
        pool.axis(),
        x -> {
          NDArray padded = even ? x : x.pad(uneven, fill);
          NDArrayEx inner = padded.getNDArrayInternal();
          return max
              ? inner.maxPool(kernel, stride, pad, false)
              : inner.avgPool(kernel, stride, pad, false, pool.countPadding());
        });
  }

  /** Works on (batch, channels, time), whatever axes of length one there are besides. */
  private TorchOp rows(Layer layer, int axis, UnaryOperator<NDArray> operation) {
    int[] in = network.value(layer.input(0)).shape();
    if (axes.of(layer.input(0)) != 0) {
      return null;
    }
    if (in.length == 3) {
      return (x, batch) -> operation.apply(x[0]);
    }
    return (x, batch) ->
        operation
            .apply(x[0].reshape(batch, in[1], in[axis]))
            .reshape(new Shape(axes.shape(layer.output(), batch)));
  }

  private TorchOp padding(Layer layer, Op.Pad pad) {
    if (pad.mode() != Op.Pad.Mode.CONSTANT) {
      return null;
    }
    // libtorch names axes from the last one on.
    long[] amounts = new long[2 * (network.value(layer.input(0)).rank() - pad.axis())];
    amounts[amounts.length - 2] = pad.before();
    amounts[amounts.length - 1] = pad.after();
    Shape shape = new Shape(amounts);
    return (x, batch) -> x[0].pad(shape, pad.value());
  }

  private TorchOp affine(Layer layer, Op.Affine affine) {
    long[] shape = new long[network.value(layer.input(0)).rank()];
    java.util.Arrays.fill(shape, 1);
    shape[affine.axis()] = affine.scale().length;
    NDArray scale = weights.create(affine.scale(), new Shape(shape));
    NDArray shift = weights.create(affine.shift(), new Shape(shape));
    return (x, batch) -> x[0].mul(scale).addi(shift);
  }

  private static TorchOp binary(Op.Binary.Kind kind) {
    return switch (kind) {
      case ADD -> (x, batch) -> x[0].add(x[1]);
      case SUB -> (x, batch) -> x[0].sub(x[1]);
      case MUL -> (x, batch) -> x[0].mul(x[1]);
      case DIV -> (x, batch) -> x[0].div(x[1]);
      case POW -> (x, batch) -> x[0].pow(x[1]);
      case MAX -> (x, batch) -> NDArrays.maximum(x[0], x[1]);
      case MIN -> (x, batch) -> NDArrays.minimum(x[0], x[1]);
      case PRELU -> (x, batch) -> NDArrays.where(x[0].lt(0), x[0].mul(x[1]), x[0]);
    };
  }

  private TorchOp concatenation(Layer layer, int axis) {
    boolean mixed = layer.inputs().stream().anyMatch(input -> network.value(input).isConstant());
    int batchAxis = axes.of(layer.output());
    return (x, batch) -> {
      NDList parts = new NDList(x.length);
      for (NDArray part : x) {
        parts.add(mixed ? widen(part, batchAxis, batch) : part);
      }
      return NDArrays.concat(parts, axis);
    };
  }

  /** A constant repeated for every window. */
  private static NDArray widen(NDArray part, int axis, int batch) {
    if (part.getShape().get(axis) == batch) {
      return part;
    }
    long[] shape = part.getShape().getShape().clone();
    shape[axis] = batch;
    return part.broadcast(new Shape(shape));
  }

  private TorchOp normalisation(Layer layer, Op.LayerNorm norm) {
    int[] in = network.value(layer.input(0)).shape();
    long[] over = new long[in.length - norm.axis()];
    for (int i = 0; i < over.length; i++) {
      over[i] = in[norm.axis() + i];
    }
    Shape shape = new Shape(over);
    NDArray scale = weights.create(norm.scale(), shape);
    NDArray shift = weights.create(norm.shift(), shape);
    return (x, batch) ->
        x[0].getNDArrayInternal()
            .layerNorm(x[0], shape, scale, shift, norm.epsilon())
            .singletonOrThrow();
  }

  private static TorchOp reduction(Op.Reduce reduce) {
    int[] over = reduce.axes().stream().mapToInt(Integer::intValue).toArray();
    boolean keep = reduce.keepAxes();
    return switch (reduce.kind()) {
      case MEAN -> (x, batch) -> x[0].mean(over, keep);
      case SUM -> (x, batch) -> x[0].sum(over, keep);
      case L1 -> (x, batch) -> x[0].abs().sum(over, keep);
      case L2 -> (x, batch) -> x[0].square().sum(over, keep).sqrt();
      case SUM_SQUARE -> (x, batch) -> x[0].square().sum(over, keep);
      case MAX -> over.length == 1 ? (x, batch) -> x[0].max(over, keep) : null;
      case MIN -> over.length == 1 ? (x, batch) -> x[0].min(over, keep) : null;
      case PROD -> null;
    };
  }

  private static TorchOp gathering(Op.Gather gather) {
    List<Integer> indices = gather.indices();
    int step = indices.size() < 2 ? 1 : indices.get(1) - indices.get(0);
    for (int i = 1; i < indices.size(); i++) {
      if (indices.get(i) - indices.get(i - 1) != step) {
        return null;
      }
    }
    return slices(gather.axis(), indices.get(0), step, indices.size());
  }

  /** Null where the step is negative: libtorch only steps forward. */
  private static TorchOp slices(int axis, int start, int step, int count) {
    if (step < 1) {
      return null;
    }
    NDIndex index =
        new NDIndex().addAllDim(axis).addSliceDim(start, start + (count - 1L) * step + 1, step);
    return (x, batch) -> x[0].get(index);
  }
}
