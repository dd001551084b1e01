/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Translates the layers of a graph. */
final class TorchOps {

  private final Network network;
  private final BatchLayout layout;
  private final TorchMovement movement;
  private final NDManager weights;

  TorchOps(Network network, BatchLayout layout, NDManager weights) {
    this.network = network;
    this.layout = layout;
    this.movement = new TorchMovement(network, layout);
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
      return broadcasting(layer, binary(binary.kind()));
    } else if (op instanceof Op.Affine affine) {
      return affine(layer, affine);
    } else if (op instanceof Op.Linear linear) {
      NDArray matrix = weights.create(linear.weight(), new Shape(linear.in(), linear.out()));
      NDArray weight = matrix.transpose().duplicate();
      NDArray bias = weights.create(linear.bias());
      return (x, batch) -> x[0].getNDArrayInternal().linear(x[0], weight, bias).singletonOrThrow();
    } else if (op instanceof Op.MatMul) {
      return broadcasting(layer, (x, batch) -> x[0].matMul(x[1]));
    } else if (op instanceof Op.LayerNorm norm) {
      return normalisation(layer, norm);
    } else if (op instanceof Op.Softmax softmax) {
      int axis = layout.axis(layer.input(0), softmax.axis());
      return (x, batch) -> softmax.log() ? x[0].logSoftmax(axis) : x[0].softmax(axis);
    } else if (op instanceof Op.Reduce reduce) {
      return reduction(layer, reduce);
    } else if (op instanceof Op.Recurrent recurrent) {
      return TorchRecurrent.of(recurrent, layout.shape(layer.output(), 1), weights);
    }
    return movement.translate(layer);
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
    if (in.length == 3) {
      return (x, batch) -> operation.apply(x[0]);
    }
    return (x, batch) ->
        operation
            .apply(x[0].reshape(batch, in[1], in[axis]))
            .reshape(layout.shape(layer.output(), batch));
  }

  /** Aligns operands of different rank, or with the batch in different places. */
  private TorchOp broadcasting(Layer layer, TorchOp op) {
    int out = layer.output();
    int rank = network.value(out).rank();
    boolean direct =
        layout.inPlace(out)
            && (rank > 2 || !(layer.op() instanceof Op.MatMul))
            && layer.inputs().stream()
                .map(network::value)
                .allMatch(v -> v.isConstant() || (v.rank() == rank && layout.inPlace(v.id())));
    if (direct) {
      return op;
    }
    return movement.settled(
        layer,
        false,
        (x, batch) -> {
          NDArray[] lifted = new NDArray[x.length];
          for (int i = 0; i < x.length; i++) {
            lifted[i] = layout.lift(x[i], layer.input(i), rank, batch);
          }
          return op.apply(lifted, batch);
        });
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
    long[] shape = new long[network.value(layer.input(0)).rank() - affine.axis()];
    Arrays.fill(shape, 1);
    shape[0] = affine.scale().length;
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

  private TorchOp reduction(Layer layer, Op.Reduce reduce) {
    int in = layer.input(0);
    boolean inPlace = layout.inPlace(in);
    // Where the batch took the place of the first axis there is nothing to reduce along it.
    int[] over =
        reduce.axes().stream()
            .filter(axis -> !inPlace || axis > 0)
            .mapToInt(axis -> layout.axis(in, axis))
            .toArray();
    boolean keep = reduce.keepAxes();
    UnaryOperator<NDArray> reduction =
        switch (reduce.kind()) {
          case MEAN -> x -> x.mean(over, keep);
          case SUM -> x -> x.sum(over, keep);
          case L1 -> x -> x.abs().sum(over, keep);
          case L2 -> x -> x.square().sum(over, keep).sqrt();
          case SUM_SQUARE -> x -> x.square().sum(over, keep);
          case MAX -> over.length == 1 ? x -> x.max(over, keep) : null;
          case MIN -> over.length == 1 ? x -> x.min(over, keep) : null;
          case PROD -> null;
        };
    if (reduction == null || over.length == 0) {
      return null;
    }
    boolean settled = inPlace && layout.inPlace(layer.output()) && !dropsFirst(reduce);
    return (x, batch) -> {
      NDArray reduced = reduction.apply(x[0]);
      return settled ? reduced : reduced.reshape(layout.shape(layer.output(), batch));
    };
  }

  private static boolean dropsFirst(Op.Reduce reduce) {
    return !reduce.keepAxes() && reduce.axes().contains(0);
  }
}
