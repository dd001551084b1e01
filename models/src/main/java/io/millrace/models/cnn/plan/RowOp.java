/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;

/**
 * A shift-equivariant operation on sequences of rows (channels-last). Which rows of its operands it
 * reads is all that the analysis needs to know of it: receptive field, padding, delay and state
 * follow from {@link #reads}.
 */
public sealed interface RowOp {

  /** The operand rows that the output rows depend on; rows outside the window stand for padding. */
  Span reads(Span out);

  /** The output's rate for an operand of the given rate. */
  default Rate rate(Rate in) {
    return in;
  }

  /** Floating-point operations to make one output row. */
  long flopsPerRow(int width);

  /** The value that the operation sees where a sequence has not begun. */
  default float padding() {
    return 0;
  }

  /** Whether the operation must find {@link #padding} where a sequence has not begun. */
  default boolean pads() {
    return false;
  }

  /** Convolution with its bias and a fused activation. */
  record Convolve(Op.Conv conv, Activation activation) implements RowOp {
    @Override
    public Span reads(Span out) {
      int from = out.from() * conv.stride() - conv.padLeft();
      int last = (out.to() - 1) * conv.stride() - conv.padLeft();
      return new Span(from, last + (conv.kernel() - 1) * conv.dilation() + 1);
    }

    @Override
    public Rate rate(Rate in) {
      return in.slower(conv.stride());
    }

    @Override
    public long flopsPerRow(int width) {
      return 2L * conv.outChannels() * (conv.inChannels() / conv.groups()) * conv.kernel();
    }

    @Override
    public boolean pads() {
      return conv.padLeft() > 0 || conv.padRight() > 0;
    }
  }

  /** Transposed convolution. */
  record ConvolveTransposed(Op.ConvTranspose conv) implements RowOp {
    @Override
    public Span reads(Span out) {
      int reach = (conv.kernel() - 1) * conv.dilation();
      int from = -Math.floorDiv(-(out.from() + conv.padLeft() - reach), conv.stride());
      int to = Math.floorDiv(out.to() - 1 + conv.padLeft(), conv.stride()) + 1;
      return new Span(Math.min(from, to), to);
    }

    @Override
    public Rate rate(Rate in) {
      return in.faster(conv.stride());
    }

    @Override
    public long flopsPerRow(int width) {
      return 2L
          * conv.outChannels()
          * (conv.inChannels() / conv.groups())
          * Math.max(1, conv.kernel() / conv.stride());
    }

    @Override
    public boolean pads() {
      return true;
    }
  }

  /** Pooling. */
  record PoolRows(Op.Pool pool) implements RowOp {
    @Override
    public Span reads(Span out) {
      int from = out.from() * pool.stride() - pool.padLeft();
      int last = (out.to() - 1) * pool.stride() - pool.padLeft();
      return new Span(from, last + (pool.kernel() - 1) * pool.dilation() + 1);
    }

    @Override
    public Rate rate(Rate in) {
      return in.slower(pool.stride());
    }

    @Override
    public long flopsPerRow(int width) {
      return (long) width * pool.kernel();
    }

    @Override
    public float padding() {
      return pool.kind() == Op.Pool.Kind.MAX ? Float.NEGATIVE_INFINITY : 0;
    }

    @Override
    public boolean pads() {
      return pool.padLeft() > 0 || pool.padRight() > 0;
    }
  }

  /** Integer up-sampling. */
  record Upsample(Op.Resize resize) implements RowOp {
    @Override
    public Span reads(Span out) {
      int factor = resize.factor();
      if (resize.mode() == Op.Resize.Mode.NEAREST) {
        return new Span(Math.floorDiv(out.from(), factor), Math.floorDiv(out.to() - 1, factor) + 1);
      }
      // Half-pixel coordinates: (u + 1/2) / factor - 1/2 lies between its floor and the row after
      // that.
      return new Span(lower(out.from()), lower(out.to() - 1) + 2);
    }

    /** The row before the linear interpolation point of output row u. */
    public int lower(int u) {
      return Math.floorDiv(2 * u + 1 - resize.factor(), 2 * resize.factor());
    }

    /** How far past {@link #lower} the point lies, in [0, 1). */
    public float fraction(int u) {
      return (2f * u + 1 - resize.factor()) / (2f * resize.factor()) - lower(u);
    }

    @Override
    public Rate rate(Rate in) {
      return in.faster(resize.factor());
    }

    @Override
    public long flopsPerRow(int width) {
      return resize.mode() == Op.Resize.Mode.NEAREST ? 0 : 3L * width;
    }
  }

  /** Every step-th row from start. */
  record Subsample(int start, int step) implements RowOp {
    @Override
    public Span reads(Span out) {
      return new Span(start + out.from() * step, start + (out.to() - 1) * step + 1);
    }

    @Override
    public Rate rate(Rate in) {
      return in.slower(step);
    }

    @Override
    public long flopsPerRow(int width) {
      return 0;
    }
  }

  /**
   * The same rows under other numbers, {@code out[t] = in[t + rows]}: a slice or a padding in time,
   * or a mere change of shape. Costs nothing.
   *
   * @param padding the value of rows that a padding puts in front
   * @param isPadding whether it is a padding
   */
  record Shift(int rows, float padding, boolean isPadding) implements RowOp {
    static final Shift NONE = new Shift(0, 0, false);

    @Override
    public Span reads(Span out) {
      return out.shift(rows);
    }

    @Override
    public long flopsPerRow(int width) {
      return 0;
    }

    @Override
    public boolean pads() {
      return isPadding;
    }
  }

  /**
   * A recurrent layer that carries its state across steps: a row also depends on the output row
   * before it. An LSTM's row is its hidden state and its cell.
   */
  record Recur(Op.Recurrent op) implements RowOp {
    @Override
    public Span reads(Span out) {
      return out;
    }

    @Override
    public long flopsPerRow(int width) {
      int gates = op.cell() == Op.Recurrent.Cell.GRU ? 3 : 4;
      return 2L * gates * op.hidden() * (op.features() + op.hidden());
    }

    /** It carries what it makes of rows before the first, so these must be numbers. */
    @Override
    public boolean pads() {
      return true;
    }
  }

  /** An operation on single rows: output row t depends on row t of each operand. */
  sealed interface PerRow extends RowOp {
    @Override
    default Span reads(Span out) {
      return out;
    }
  }

  /** An elementwise function. */
  record Apply(Activation function) implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return width;
    }
  }

  /** {@code scale[i] * x[i] + shift[i]}. */
  record Scale(float[] scale, float[] shift) implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return 2L * width;
    }
  }

  /** A dense layer on every row. */
  record Dense(Op.Linear linear, Activation activation) implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return 2L * linear.in() * linear.out();
    }
  }

  /**
   * An elementwise function of two operands.
   *
   * @param left for each output element the left row's element; null when they correspond
   * @param right likewise
   * @param constant the constant operand's row, null when both are sequences
   * @param constantLeft whether the constant is the left operand
   */
  record Combine(
      Op.Binary.Kind kind, int[] left, int[] right, float[] constant, boolean constantLeft)
      implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return width;
    }
  }

  /** Rows of the operands one after another. */
  record Join() implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return 0;
    }
  }

  /** {@code out[i] = x[index[i]]}: slices, gathers and permutations of channels. */
  record Pick(int[] index) implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return 0;
    }
  }

  /** Softmax over each row, its logarithm when log. */
  record SoftmaxRow(boolean log) implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return 5L * width;
    }
  }

  /** Layer normalisation of each row. */
  record NormaliseRow(Op.LayerNorm norm) implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return 8L * width;
    }
  }

  /** Reduces each row to one element. */
  record ReduceRow(Op.Reduce.Kind kind, int operandWidth) implements PerRow {
    @Override
    public long flopsPerRow(int width) {
      return operandWidth;
    }
  }
}
