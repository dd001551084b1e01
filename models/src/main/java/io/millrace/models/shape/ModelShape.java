/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.shape;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tensors of a model, in order, and the fragments they are cut into. */
public final class ModelShape {
  /** Values of a full fragment: 1 MiB of floats. */
  public static final int FRAGMENT = 1 << 18;

  private static final int MOST_FRAGMENTS = 1 << 24;

  private final List<TensorShape> tensors;

  /** The first fragment of each tensor, and behind the last one their number. */
  private final int[] starts;

  /**
   * A shape.
   *
   * @throws IllegalArgumentException when two tensors share a name, or fragments exceed 2^24
   */
  public ModelShape(List<TensorShape> tensors) {
    this.tensors = List.copyOf(tensors);
    starts = new int[tensors.size() + 1];
    Set<String> names = new HashSet<>();
    long next = 0;
    for (int t = 0; t < tensors.size(); t++) {
      TensorShape tensor = tensors.get(t);
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named '" + tensor.name() + "'");
      }
      starts[t] = (int) next;
      long values = tensor.values();
      next += values / FRAGMENT + (values % FRAGMENT == 0 ? 0 : 1);
      if (next > MOST_FRAGMENTS) {
        throw new IllegalArgumentException(
            "the model has more than " + MOST_FRAGMENTS + " fragments of " + FRAGMENT + " values");
      }
    }
    starts[tensors.size()] = (int) next;
  }

  /** One flat tensor. */
  public static ModelShape flat(long values) {
    return new ModelShape(List.of(TensorShape.of("parameters", values)));
  }

  public List<TensorShape> tensors() {
    return tensors;
  }

  /** How many fragments there are. */
  public int fragments() {
    return starts[tensors.size()];
  }

  /** All values of all tensors. */
  public long values() {
    long values = 0;
    for (TensorShape tensor : tensors) {
      values += tensor.values();
    }
    return values;
  }

  /**
   * A fragment by its index.
   *
   * @throws IndexOutOfBoundsException when there is none
   */
  public Fragment fragment(int index) {
    java.util.Objects.checkIndex(index, fragments());
    int at = Arrays.binarySearch(starts, index);
    int tensor = at >= 0 ? at : -at - 2;
    // Empty tensors share the start of the next one.
    while (starts[tensor + 1] == index) {
      tensor++;
    }
    long offset = (long) (index - starts[tensor]) * FRAGMENT;
    int length = (int) Math.min(FRAGMENT, tensors.get(tensor).values() - offset);
    return new Fragment(index, tensor, offset, length);
  }

  /**
   * The fragment that a chunk claims to be.
   *
   * @throws ShapeMismatchException when there is no such fragment of such a length
   */
  public Fragment locate(int tensor, long offset, int length) {
    if (tensor < 0 || tensor >= tensors.size()) {
      throw new ShapeMismatchException(
          "chunk names tensor " + tensor + ", the model has " + tensors.size());
    }
    TensorShape shape = tensors.get(tensor);
    if (offset < 0 || offset % FRAGMENT != 0 || offset >= shape.values()) {
      throw new ShapeMismatchException(
          "chunk starts at value "
              + offset
              + " of tensor '"
              + shape.name()
              + "', must be a multiple of "
              + FRAGMENT
              + " below "
              + shape.values());
    }
    Fragment fragment = fragment(starts[tensor] + (int) (offset / FRAGMENT));
    if (fragment.length() != length) {
      throw new ShapeMismatchException(
          "chunk of tensor '"
              + shape.name()
              + "' at "
              + offset
              + " has "
              + length
              + " values, must have "
              + fragment.length());
    }
    return fragment;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelShape shape && tensors.equals(shape.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    return "ModelShape" + tensors;
  }
}
