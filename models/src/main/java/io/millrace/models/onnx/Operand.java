/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

/** What a name in the file stands for while the graph is read. */
sealed interface Operand {
  int[] shape();

  default int rank() {
    return shape().length;
  }

  /** Whether arithmetic is that of integers. */
  boolean integer();

  /**
   * A value that depends on the signal.
   *
   * @param id in the network under construction
   * @param integer whether the file computes it in integers; it is held in floats all the same
   */
  record Data(int id, int[] shape, boolean integer) implements Operand {}

  /** A constant: {@code floats} for type FLOAT, {@code longs} for the others (BOOLEAN: 0 and 1). */
  record Tensor(Type type, int[] shape, float[] floats, long[] longs) implements Operand {
    /** Kinds of elements that behave alike. */
    enum Type {
      FLOAT,
      INTEGER,
      BOOLEAN
    }

    static Tensor of(int[] shape, float... values) {
      return new Tensor(Type.FLOAT, shape, values, null);
    }

    static Tensor ofLongs(int[] shape, long... values) {
      return new Tensor(Type.INTEGER, shape, null, values);
    }

    static Tensor ofBooleans(int[] shape, long... values) {
      return new Tensor(Type.BOOLEAN, shape, null, values);
    }

    @Override
    public boolean integer() {
      return type != Type.FLOAT;
    }

    int size() {
      return type == Type.FLOAT ? floats.length : longs.length;
    }

    /** The element as a float, whatever the type. */
    float number(int index) {
      return type == Type.FLOAT ? floats[index] : longs[index];
    }

    Tensor reshaped(int[] to) {
      return new Tensor(type, to, floats, longs);
    }
  }
}
