/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Inner loops for two vectors of output channels. {@link GemmConv} explains the arguments. */
final class PairTile {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private PairTile() {}

  static void fourRows(
      float[] in,
      int[] at,
      int shift,
      int length,
      float[] w,
      int weights,
      float[] init,
      int start,
      int step,
      float[] tile,
      int to) {
    int i0 = at[0] + shift;
    int i1 = at[1] + shift;
    int i2 = at[2] + shift;
    int i3 = at[3] + shift;
    FloatVector s0a = FloatVector.fromArray(S, init, start);
    FloatVector s0b = FloatVector.fromArray(S, init, start + L);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, start + step + L);
    FloatVector s2a = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s2b = FloatVector.fromArray(S, init, start + 2 * step + L);
    FloatVector s3a = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s3b = FloatVector.fromArray(S, init, start + 3 * step + L);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector ya = FloatVector.fromArray(S, w, p);
      FloatVector yb = FloatVector.fromArray(S, w, p + L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(ya, s0a);
      s0b = x.fma(yb, s0b);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(ya, s1a);
      s1b = x.fma(yb, s1b);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2a = x.fma(ya, s2a);
      s2b = x.fma(yb, s2b);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3a = x.fma(ya, s3a);
      s3b = x.fma(yb, s3b);
      p += 2 * L;
    }
    s0a.intoArray(tile, to);
    s0b.intoArray(tile, to + L);
    s1a.intoArray(tile, to + 2 * L);
    s1b.intoArray(tile, to + 3 * L);
    s2a.intoArray(tile, to + 4 * L);
    s2b.intoArray(tile, to + 5 * L);
    s3a.intoArray(tile, to + 6 * L);
    s3b.intoArray(tile, to + 7 * L);
  }

  static void eightRows(
      float[] in,
      int[] at,
      int shift,
      int length,
      float[] w,
      int weights,
      float[] init,
      int start,
      int step,
      float[] tile,
      int to) {
    int i0 = at[0] + shift;
    int i1 = at[1] + shift;
    int i2 = at[2] + shift;
    int i3 = at[3] + shift;
    int i4 = at[4] + shift;
    int i5 = at[5] + shift;
    int i6 = at[6] + shift;
    int i7 = at[7] + shift;
    FloatVector s0a = FloatVector.fromArray(S, init, start);
    FloatVector s0b = FloatVector.fromArray(S, init, start + L);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, start + step + L);
    FloatVector s2a = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s2b = FloatVector.fromArray(S, init, start + 2 * step + L);
    FloatVector s3a = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s3b = FloatVector.fromArray(S, init, start + 3 * step + L);
    FloatVector s4a = FloatVector.fromArray(S, init, start + 4 * step);
    FloatVector s4b = FloatVector.fromArray(S, init, start + 4 * step + L);
    FloatVector s5a = FloatVector.fromArray(S, init, start + 5 * step);
    FloatVector s5b = FloatVector.fromArray(S, init, start + 5 * step + L);
    FloatVector s6a = FloatVector.fromArray(S, init, start + 6 * step);
    FloatVector s6b = FloatVector.fromArray(S, init, start + 6 * step + L);
    FloatVector s7a = FloatVector.fromArray(S, init, start + 7 * step);
    FloatVector s7b = FloatVector.fromArray(S, init, start + 7 * step + L);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector ya = FloatVector.fromArray(S, w, p);
      FloatVector yb = FloatVector.fromArray(S, w, p + L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(ya, s0a);
      s0b = x.fma(yb, s0b);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(ya, s1a);
      s1b = x.fma(yb, s1b);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2a = x.fma(ya, s2a);
      s2b = x.fma(yb, s2b);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3a = x.fma(ya, s3a);
      s3b = x.fma(yb, s3b);
      x = FloatVector.broadcast(S, in[i4 + k]);
      s4a = x.fma(ya, s4a);
      s4b = x.fma(yb, s4b);
      x = FloatVector.broadcast(S, in[i5 + k]);
      s5a = x.fma(ya, s5a);
      s5b = x.fma(yb, s5b);
      x = FloatVector.broadcast(S, in[i6 + k]);
      s6a = x.fma(ya, s6a);
      s6b = x.fma(yb, s6b);
      x = FloatVector.broadcast(S, in[i7 + k]);
      s7a = x.fma(ya, s7a);
      s7b = x.fma(yb, s7b);
      p += 2 * L;
    }
    s0a.intoArray(tile, to);
    s0b.intoArray(tile, to + L);
    s1a.intoArray(tile, to + 2 * L);
    s1b.intoArray(tile, to + 3 * L);
    s2a.intoArray(tile, to + 4 * L);
    s2b.intoArray(tile, to + 5 * L);
    s3a.intoArray(tile, to + 6 * L);
    s3b.intoArray(tile, to + 7 * L);
    s4a.intoArray(tile, to + 8 * L);
    s4b.intoArray(tile, to + 9 * L);
    s5a.intoArray(tile, to + 10 * L);
    s5b.intoArray(tile, to + 11 * L);
    s6a.intoArray(tile, to + 12 * L);
    s6b.intoArray(tile, to + 13 * L);
    s7a.intoArray(tile, to + 14 * L);
    s7b.intoArray(tile, to + 15 * L);
  }

  static void twelveRows(
      float[] in,
      int[] at,
      int shift,
      int length,
      float[] w,
      int weights,
      float[] init,
      int start,
      int step,
      float[] tile,
      int to) {
    int i0 = at[0] + shift;
    int i1 = at[1] + shift;
    int i2 = at[2] + shift;
    int i3 = at[3] + shift;
    int i4 = at[4] + shift;
    int i5 = at[5] + shift;
    int i6 = at[6] + shift;
    int i7 = at[7] + shift;
    int i8 = at[8] + shift;
    int i9 = at[9] + shift;
    int i10 = at[10] + shift;
    int i11 = at[11] + shift;
    FloatVector s0a = FloatVector.fromArray(S, init, start);
    FloatVector s0b = FloatVector.fromArray(S, init, start + L);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, start + step + L);
    FloatVector s2a = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s2b = FloatVector.fromArray(S, init, start + 2 * step + L);
    FloatVector s3a = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s3b = FloatVector.fromArray(S, init, start + 3 * step + L);
    FloatVector s4a = FloatVector.fromArray(S, init, start + 4 * step);
    FloatVector s4b = FloatVector.fromArray(S, init, start + 4 * step + L);
    FloatVector s5a = FloatVector.fromArray(S, init, start + 5 * step);
    FloatVector s5b = FloatVector.fromArray(S, init, start + 5 * step + L);
    FloatVector s6a = FloatVector.fromArray(S, init, start + 6 * step);
    FloatVector s6b = FloatVector.fromArray(S, init, start + 6 * step + L);
    FloatVector s7a = FloatVector.fromArray(S, init, start + 7 * step);
    FloatVector s7b = FloatVector.fromArray(S, init, start + 7 * step + L);
    FloatVector s8a = FloatVector.fromArray(S, init, start + 8 * step);
    FloatVector s8b = FloatVector.fromArray(S, init, start + 8 * step + L);
    FloatVector s9a = FloatVector.fromArray(S, init, start + 9 * step);
    FloatVector s9b = FloatVector.fromArray(S, init, start + 9 * step + L);
    FloatVector s10a = FloatVector.fromArray(S, init, start + 10 * step);
    FloatVector s10b = FloatVector.fromArray(S, init, start + 10 * step + L);
    FloatVector s11a = FloatVector.fromArray(S, init, start + 11 * step);
    FloatVector s11b = FloatVector.fromArray(S, init, start + 11 * step + L);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector ya = FloatVector.fromArray(S, w, p);
      FloatVector yb = FloatVector.fromArray(S, w, p + L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(ya, s0a);
      s0b = x.fma(yb, s0b);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(ya, s1a);
      s1b = x.fma(yb, s1b);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2a = x.fma(ya, s2a);
      s2b = x.fma(yb, s2b);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3a = x.fma(ya, s3a);
      s3b = x.fma(yb, s3b);
      x = FloatVector.broadcast(S, in[i4 + k]);
      s4a = x.fma(ya, s4a);
      s4b = x.fma(yb, s4b);
      x = FloatVector.broadcast(S, in[i5 + k]);
      s5a = x.fma(ya, s5a);
      s5b = x.fma(yb, s5b);
      x = FloatVector.broadcast(S, in[i6 + k]);
      s6a = x.fma(ya, s6a);
      s6b = x.fma(yb, s6b);
      x = FloatVector.broadcast(S, in[i7 + k]);
      s7a = x.fma(ya, s7a);
      s7b = x.fma(yb, s7b);
      x = FloatVector.broadcast(S, in[i8 + k]);
      s8a = x.fma(ya, s8a);
      s8b = x.fma(yb, s8b);
      x = FloatVector.broadcast(S, in[i9 + k]);
      s9a = x.fma(ya, s9a);
      s9b = x.fma(yb, s9b);
      x = FloatVector.broadcast(S, in[i10 + k]);
      s10a = x.fma(ya, s10a);
      s10b = x.fma(yb, s10b);
      x = FloatVector.broadcast(S, in[i11 + k]);
      s11a = x.fma(ya, s11a);
      s11b = x.fma(yb, s11b);
      p += 2 * L;
    }
    s0a.intoArray(tile, to);
    s0b.intoArray(tile, to + L);
    s1a.intoArray(tile, to + 2 * L);
    s1b.intoArray(tile, to + 3 * L);
    s2a.intoArray(tile, to + 4 * L);
    s2b.intoArray(tile, to + 5 * L);
    s3a.intoArray(tile, to + 6 * L);
    s3b.intoArray(tile, to + 7 * L);
    s4a.intoArray(tile, to + 8 * L);
    s4b.intoArray(tile, to + 9 * L);
    s5a.intoArray(tile, to + 10 * L);
    s5b.intoArray(tile, to + 11 * L);
    s6a.intoArray(tile, to + 12 * L);
    s6b.intoArray(tile, to + 13 * L);
    s7a.intoArray(tile, to + 14 * L);
    s7b.intoArray(tile, to + 15 * L);
    s8a.intoArray(tile, to + 16 * L);
    s8b.intoArray(tile, to + 17 * L);
    s9a.intoArray(tile, to + 18 * L);
    s9b.intoArray(tile, to + 19 * L);
    s10a.intoArray(tile, to + 20 * L);
    s10b.intoArray(tile, to + 21 * L);
    s11a.intoArray(tile, to + 22 * L);
    s11b.intoArray(tile, to + 23 * L);
  }

  static void oneRowAllChunks(
      float[] in,
      int[] at,
      int shift,
      int length,
      int rest,
      float[] w,
      int weights,
      float[] init,
      int start,
      int step,
      int others,
      int otherStep,
      float[] tile) {
    int i0 = at[0] + shift;
    FloatVector s0a0 = FloatVector.fromArray(S, init, start);
    FloatVector s0a1 = FloatVector.fromArray(S, init, start + L);
    FloatVector s0b0 = FloatVector.fromArray(S, init, others);
    FloatVector s0b1 = FloatVector.fromArray(S, init, others + L);
    FloatVector s0c0 = FloatVector.fromArray(S, init, others + otherStep);
    FloatVector s0c1 = FloatVector.fromArray(S, init, others + otherStep + L);
    FloatVector s0d0 = FloatVector.fromArray(S, init, others + 2 * otherStep);
    FloatVector s0d1 = FloatVector.fromArray(S, init, others + 2 * otherStep + L);
    int chunk = length * 2 * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int k = 0; k < length; k++) {
      FloatVector y0 = FloatVector.fromArray(S, w, pa);
      FloatVector y1 = FloatVector.fromArray(S, w, pa + L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a0 = x.fma(y0, s0a0);
      s0a1 = x.fma(y1, s0a1);
      pa += 2 * L;
      y0 = FloatVector.fromArray(S, w, pb);
      y1 = FloatVector.fromArray(S, w, pb + L);
      x = FloatVector.broadcast(S, in[i0 + length + k]);
      s0b0 = x.fma(y0, s0b0);
      s0b1 = x.fma(y1, s0b1);
      pb += 2 * L;
      y0 = FloatVector.fromArray(S, w, pc);
      y1 = FloatVector.fromArray(S, w, pc + L);
      x = FloatVector.broadcast(S, in[i0 + 2 * length + k]);
      s0c0 = x.fma(y0, s0c0);
      s0c1 = x.fma(y1, s0c1);
      pc += 2 * L;
      y0 = FloatVector.fromArray(S, w, pd);
      y1 = FloatVector.fromArray(S, w, pd + L);
      x = FloatVector.broadcast(S, in[i0 + 3 * length + k]);
      s0d0 = x.fma(y0, s0d0);
      s0d1 = x.fma(y1, s0d1);
      pd += 2 * L;
    }
    for (int k = 0; k < rest; k++) {
      FloatVector y0 = FloatVector.fromArray(S, w, pd);
      FloatVector y1 = FloatVector.fromArray(S, w, pd + L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + 4 * length + k]);
      s0d0 = x.fma(y0, s0d0);
      s0d1 = x.fma(y1, s0d1);
      pd += 2 * L;
    }
    s0a0.intoArray(tile, 0);
    s0a1.intoArray(tile, L);
    s0b0.intoArray(tile, 2 * L);
    s0b1.intoArray(tile, 3 * L);
    s0c0.intoArray(tile, 4 * L);
    s0c1.intoArray(tile, 5 * L);
    s0d0.intoArray(tile, 6 * L);
    s0d1.intoArray(tile, 7 * L);
  }

  static void twoRowsAllChunks(
      float[] in,
      int[] at,
      int shift,
      int length,
      int rest,
      float[] w,
      int weights,
      float[] init,
      int start,
      int step,
      int others,
      int otherStep,
      float[] tile) {
    int i0 = at[0] + shift;
    int i1 = at[1] + shift;
    FloatVector s0a0 = FloatVector.fromArray(S, init, start);
    FloatVector s0a1 = FloatVector.fromArray(S, init, start + L);
    FloatVector s0b0 = FloatVector.fromArray(S, init, others);
    FloatVector s0b1 = FloatVector.fromArray(S, init, others + L);
    FloatVector s0c0 = FloatVector.fromArray(S, init, others + otherStep);
    FloatVector s0c1 = FloatVector.fromArray(S, init, others + otherStep + L);
    FloatVector s0d0 = FloatVector.fromArray(S, init, others + 2 * otherStep);
    FloatVector s0d1 = FloatVector.fromArray(S, init, others + 2 * otherStep + L);
    FloatVector s1a0 = FloatVector.fromArray(S, init, start + step);
    FloatVector s1a1 = FloatVector.fromArray(S, init, start + step + L);
    FloatVector s1b0 = FloatVector.fromArray(S, init, others + step);
    FloatVector s1b1 = FloatVector.fromArray(S, init, others + step + L);
    FloatVector s1c0 = FloatVector.fromArray(S, init, others + otherStep + step);
    FloatVector s1c1 = FloatVector.fromArray(S, init, others + otherStep + step + L);
    FloatVector s1d0 = FloatVector.fromArray(S, init, others + 2 * otherStep + step);
    FloatVector s1d1 = FloatVector.fromArray(S, init, others + 2 * otherStep + step + L);
    int chunk = length * 2 * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int k = 0; k < length; k++) {
      FloatVector y0 = FloatVector.fromArray(S, w, pa);
      FloatVector y1 = FloatVector.fromArray(S, w, pa + L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a0 = x.fma(y0, s0a0);
      s0a1 = x.fma(y1, s0a1);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a0 = x.fma(y0, s1a0);
      s1a1 = x.fma(y1, s1a1);
      pa += 2 * L;
      y0 = FloatVector.fromArray(S, w, pb);
      y1 = FloatVector.fromArray(S, w, pb + L);
      x = FloatVector.broadcast(S, in[i0 + length + k]);
      s0b0 = x.fma(y0, s0b0);
      s0b1 = x.fma(y1, s0b1);
      x = FloatVector.broadcast(S, in[i1 + length + k]);
      s1b0 = x.fma(y0, s1b0);
      s1b1 = x.fma(y1, s1b1);
      pb += 2 * L;
      y0 = FloatVector.fromArray(S, w, pc);
      y1 = FloatVector.fromArray(S, w, pc + L);
      x = FloatVector.broadcast(S, in[i0 + 2 * length + k]);
      s0c0 = x.fma(y0, s0c0);
      s0c1 = x.fma(y1, s0c1);
      x = FloatVector.broadcast(S, in[i1 + 2 * length + k]);
      s1c0 = x.fma(y0, s1c0);
      s1c1 = x.fma(y1, s1c1);
      pc += 2 * L;
      y0 = FloatVector.fromArray(S, w, pd);
      y1 = FloatVector.fromArray(S, w, pd + L);
      x = FloatVector.broadcast(S, in[i0 + 3 * length + k]);
      s0d0 = x.fma(y0, s0d0);
      s0d1 = x.fma(y1, s0d1);
      x = FloatVector.broadcast(S, in[i1 + 3 * length + k]);
      s1d0 = x.fma(y0, s1d0);
      s1d1 = x.fma(y1, s1d1);
      pd += 2 * L;
    }
    for (int k = 0; k < rest; k++) {
      FloatVector y0 = FloatVector.fromArray(S, w, pd);
      FloatVector y1 = FloatVector.fromArray(S, w, pd + L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + 4 * length + k]);
      s0d0 = x.fma(y0, s0d0);
      s0d1 = x.fma(y1, s0d1);
      x = FloatVector.broadcast(S, in[i1 + 4 * length + k]);
      s1d0 = x.fma(y0, s1d0);
      s1d1 = x.fma(y1, s1d1);
      pd += 2 * L;
    }
    s0a0.intoArray(tile, 0);
    s0a1.intoArray(tile, L);
    s1a0.intoArray(tile, 2 * L);
    s1a1.intoArray(tile, 3 * L);
    s0b0.intoArray(tile, 4 * L);
    s0b1.intoArray(tile, 5 * L);
    s1b0.intoArray(tile, 6 * L);
    s1b1.intoArray(tile, 7 * L);
    s0c0.intoArray(tile, 8 * L);
    s0c1.intoArray(tile, 9 * L);
    s1c0.intoArray(tile, 10 * L);
    s1c1.intoArray(tile, 11 * L);
    s0d0.intoArray(tile, 12 * L);
    s0d1.intoArray(tile, 13 * L);
    s1d0.intoArray(tile, 14 * L);
    s1d1.intoArray(tile, 15 * L);
  }
}
