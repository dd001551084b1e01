/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps track of where values lie and in which order. A value (1, channels, ...) may exist
 * row-major, as rows of channels ("channels-last", as the kernels want it), or both; it is
 * transposed only when a layer asks for the order that it does not have yet.
 */
final class Layouts {
  private final Network network;
  private final List<Step> steps;
  private final List<Program.Slot> slots = new ArrayList<>();
  private final Map<Integer, Tensor> rowMajor = new HashMap<>();
  private final Map<Integer, Tensor> channelsLast = new HashMap<>();

  /** Row-major order of channels-last values that a reshape has flattened: value to its origin. */
  private final Map<Integer, Integer> flattened = new HashMap<>();

  Layouts(Network network, List<Step> steps) {
    this.network = network;
    this.steps = steps;
    for (Value value : network.values()) {
      if (value.isConstant()) {
        rowMajor.put(value.id(), constant(value.shape(), value.constant()));
      }
    }
  }

  /** A tensor of its own, not visible to callers, zero at first. */
  Tensor scratch(int... shape) {
    int size = Tensor.product(shape, 0, shape.length);
    slots.add(new Program.Slot(size, null));
    return new Tensor(slots.size() - 1, shape, size, false);
  }

  Tensor constant(int[] shape, float[] floats) {
    slots.add(new Program.Slot(floats.length, floats));
    return new Tensor(slots.size() - 1, shape, floats.length, true);
  }

  boolean known(int id) {
    return rowMajor.containsKey(id) || channelsLast.containsKey(id) || flattened.containsKey(id);
  }

  /** Whether the value exists as rows of channels and not row-major. */
  boolean onlyChannelsLast(int id) {
    return channelsLast.containsKey(id) && !rowMajor.containsKey(id);
  }

  /** The value that this one flattens without having been transposed, or -1. */
  int flattenedFrom(int id) {
    return rowMajor.containsKey(id) ? -1 : flattened.getOrDefault(id, -1);
  }

  /** Announces an output that a step will write row-major. */
  Tensor newRowMajor(int id) {
    Tensor tensor = scratch(shape(id));
    rowMajor.put(id, tensor);
    return tensor;
  }

  /** Announces an output that a step will write as rows of channels. */
  Tensor newChannelsLast(int id) {
    Tensor tensor = scratch(lastShape(shape(id)));
    putChannelsLast(id, tensor);
    return tensor;
  }

  /** The value is the given floats. */
  void putRowMajor(int id, Tensor tensor) {
    rowMajor.put(id, tensor.shaped(shape(id)));
  }

  void putChannelsLast(int id, Tensor tensor) {
    int[] shape = shape(id);
    channelsLast.put(id, tensor.shaped(lastShape(shape)));
    if (sameOrder(shape)) {
      rowMajor.put(id, tensor.shaped(shape));
    }
  }

  void putFlattened(int id, int origin) {
    flattened.put(id, origin);
  }

  Tensor rowMajor(int id) {
    Tensor tensor = rowMajor.get(id);
    if (tensor != null) {
      return tensor;
    }
    Integer origin = flattened.get(id);
    if (origin != null) {
      putRowMajor(id, rowMajor(origin));
      return rowMajor.get(id);
    }
    Tensor from = channelsLast.get(id);
    int channels = shape(id)[1];
    Tensor to = newRowMajor(id);
    steps.add(new PermuteStep(from, to, 1, from.size() / channels, channels));
    return to;
  }

  Tensor channelsLast(int id) {
    Tensor tensor = channelsLast.get(id);
    if (tensor != null) {
      return tensor;
    }
    Tensor from = rowMajor(id);
    int[] shape = shape(id);
    if (sameOrder(shape)) {
      channelsLast.put(id, from.shaped(lastShape(shape)));
      return channelsLast.get(id);
    }
    Tensor to = scratch(lastShape(shape));
    channelsLast.put(id, to);
    steps.add(new PermuteStep(from, to, 1, shape[1], from.size() / shape[1]));
    return to;
  }

  /** The slot in which callers find the value. */
  int slot(int id) {
    Tensor tensor = rowMajor.get(id);
    return (tensor != null ? tensor : channelsLast.get(id)).slot();
  }

  List<Program.Slot> slots() {
    return slots;
  }

  int[] shape(int id) {
    return network.value(id).shape();
  }

  /** (1, channels, a, b) becomes (1, a, b, channels). */
  static int[] lastShape(int[] shape) {
    int[] last = shape.clone();
    System.arraycopy(shape, 2, last, 1, shape.length - 2);
    last[shape.length - 1] = shape[1];
    return last;
  }

  /** Where an axis goes. */
  static int lastAxis(int axis, int rank) {
    return axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1;
  }

  private static boolean sameOrder(int[] shape) {
    return shape[1] == 1 || Tensor.product(shape, 2, shape.length) == 1;
  }
}
