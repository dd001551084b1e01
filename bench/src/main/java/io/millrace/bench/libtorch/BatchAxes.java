/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.util.Arrays;

/**
 * Which axis of each value counts windows. The graph is laid out for one window; recurrent layers
 * put the batch behind time, reshapes move it, and attention lets it share an axis: with its heads,
 * which count faster than the windows, or with time, which counts slower.
 */
final class BatchAxes {
  private final Network network;
  private final int[] axes;
  private final boolean[] fastest;

  private BatchAxes(Network network) {
    this.network = network;
    this.axes = new int[network.values().size()];
    this.fastest = new boolean[axes.length];
    Arrays.fill(axes, -1);
    axes[network.input()] = 0;
    for (Layer layer : network.layers()) {
      axes[layer.output()] = after(layer);
    }
  }

  static BatchAxes of(Network network) {
    return new BatchAxes(network);
  }

  /** The axis, or -1 where the value is constant. */
  int of(int value) {
    return axes[value];
  }

  /** The value's shape for a batch. */
  long[] shape(int value, int batch) {
    long[] shape = Arrays.stream(network.value(value).shape()).asLongStream().toArray();
    if (axes[value] >= 0) {
      shape[axes[value]] *= batch;
    }
    return shape;
  }

  private int after(Layer layer) {
    Op op = layer.op();
    int data = data(layer);
    if (data < 0) {
      return -1;
    }
    int axis = axes[data];
    fastest[layer.output()] = fastest[data];
    if (op instanceof Op.Transpose transpose) {
      return transpose.perm().indexOf(axis);
    } else if (op instanceof Op.Reduce reduce) {
      return reduce.keepAxes() ? axis : axis - before(reduce, axis);
    } else if (op instanceof Op.Reshape) {
      return reshaped(layer, data);
    } else if (op instanceof Op.Recurrent recurrent) {
      return recurrent.output() == Op.Recurrent.Output.SEQUENCE ? 2 : 1;
    }
    // Broadcasting aligns axes at the end; where the rank stays this changes nothing.
    return axis + network.value(layer.output()).rank() - network.value(data).rank();
  }

  private int data(Layer layer) {
    for (int input : layer.inputs()) {
      if (axes[input] >= 0) {
        return input;
      }
    }
    return -1;
  }

  private static int before(Op.Reduce reduce, int axis) {
    return (int) reduce.axes().stream().filter(a -> a < axis).count();
  }

  /** The batch goes where it has as many elements in front of it as before. */
  private int reshaped(Layer layer, int data) {
    int axis = axes[data];
    int[] to = network.value(layer.output()).shape();
    long front = product(network.value(data).shape(), fastest[data] ? axis + 1 : axis);
    fastest[layer.output()] = false;
    if (axis < to.length && to[axis] == 1 && product(to, axis) == front) {
      return axis;
    }
    int shared = -1;
    for (int i = 0; i < to.length; i++) {
      if (product(to, i) == front) {
        if (to[i] == 1) {
          return i;
        }
        shared = i;
      }
    }
    if (shared < 0) {
      throw new UnsupportedOperationException(
          layer.describe() + " mixes the batch with other axes: it has no form for many windows");
    }
    // The last axis holds features: layers read it as it is.
    fastest[layer.output()] = shared > 0 && shared == to.length - 1;
    return fastest[layer.output()] ? shared - 1 : shared;
  }

  private static long product(int[] shape, int end) {
    long product = 1;
    for (int i = 0; i < end; i++) {
      product *= shape[i];
    }
    return product;
  }
}
