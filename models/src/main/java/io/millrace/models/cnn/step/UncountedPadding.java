/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.RowLayer;
import io.millrace.models.cnn.plan.RowOp;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.cnn.plan.Track;
import io.millrace.models.cnn.step.RowSteps.Operand;

/**
 * By what means over the whole kernel, with zeros for padding, are multiplied where padding does
 * not count.
 */
final class UncountedPadding {
  private final float[] factors;

  private UncountedPadding(float[] factors) {
    this.factors = factors;
  }

  /**
   * For consecutive output rows; the first of them is row 0 of {@link #correct}.
   *
   * @param present the operand's rows that are not padding
   * @return null when nothing is to be multiplied
   */
  static UncountedPadding of(Op.Pool op, Span out, Span present) {
    if (op.kind() == Op.Pool.Kind.MAX || op.countPadding()) {
      return null;
    }
    float[] factors = new float[out.count()];
    boolean any = false;
    for (int t = 0; t < factors.length; t++) {
      int first = (out.from() + t) * op.stride() - op.padLeft();
      int count = 0;
      for (int j = 0; j < op.kernel(); j++) {
        int row = first + j * op.dilation();
        count += row >= present.from() && row < present.to() ? 1 : 0;
      }
      // Rows that see nothing but padding are zero.
      factors[t] = op.kernel() / (float) Math.max(1, count);
      any |= count != op.kernel();
    }
    return any ? new UncountedPadding(factors) : null;
  }

  /**
   * For a layer that is streamed: its fresh rows where every hop is padded by itself, else the
   * stream's first rows.
   *
   * @param in its operand's track
   * @param out its own
   * @return null when nothing is to be multiplied
   */
  static UncountedPadding of(RowLayer layer, Operand operand, Track in, Track out, Mode mode) {
    if (!(layer.op() instanceof RowOp.PoolRows rows) || operand.padded()) {
      return null;
    }
    if (mode == Mode.APPROXIMATE) {
      Span made = new Span(in.fresh().from() - operand.shift(), in.fresh().to() - operand.shift());
      return of(rows.pool(), out.fresh(), made);
    }
    int begin = -operand.shift();
    int before = Math.max(0, begin + rows.pool().padLeft());
    Span first = new Span(0, (before + rows.pool().stride() - 1) / rows.pool().stride());
    return of(rows.pool(), first, new Span(begin, Integer.MAX_VALUE));
  }

  /**
   * Multiplies those of the output rows [from, to) that it is for.
   *
   * @param at where row from lies
   */
  void correct(long from, long to, float[] y, int at, int width) {
    long end = Math.min(to, factors.length);
    for (long row = Math.max(0, from); row < end; row++) {
      int begin = at + (int) (row - from) * width;
      for (int i = begin; i < begin + width; i++) {
        y[i] *= factors[(int) row];
      }
    }
  }
}
