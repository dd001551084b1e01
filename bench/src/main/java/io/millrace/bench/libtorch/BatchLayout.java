/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.millrace.models.cnn.net.Network;

/**
 * How the values of a graph, laid out for one window, lie in memory for many: the batch always
 * counts slowest. Where the first axis has length one the batch takes its place, else it stands
 * before all axes; so the two differ by axes of length one only.
 */
final class BatchLayout {
  private final Network network;

  BatchLayout(Network network) {
    this.network = network;
  }

  /** Whether the batch takes the place of the first axis. */
  boolean inPlace(int value) {
    int[] shape = network.value(value).shape();
    return shape.length > 1 && shape[0] == 1;
  }

  /** The tensor's shape. */
  Shape shape(int value, int batch) {
    return inPlace(value) ? front(value, batch, 1) : front(value, batch, 0);
  }

  /** The tensor's axis for an axis of the value; not the first where the batch took its place. */
  int axis(int value, int axis) {
    return inPlace(value) ? axis : axis + 1;
  }

  /** A computed value as (batch, 1, ..., 1, all its axes), so many of them in all behind batch. */
  NDArray lift(NDArray tensor, int value, int rank, int batch) {
    int own = network.value(value).rank();
    if (network.value(value).isConstant() || (own == rank && !inPlace(value))) {
      return tensor;
    }
    long[] shape = new long[rank + 1];
    java.util.Arrays.fill(shape, 1);
    shape[0] = batch;
    for (int i = 0; i < own; i++) {
      shape[rank + 1 - own + i] = network.value(value).shape()[i];
    }
    return tensor.reshape(new Shape(shape));
  }

  private Shape front(int value, int batch, int skip) {
    int[] own = network.value(value).shape();
    long[] shape = new long[own.length - skip + 1];
    shape[0] = batch;
    for (int i = skip; i < own.length; i++) {
      shape[i - skip + 1] = own[i];
    }
    return new Shape(shape);
  }
}
