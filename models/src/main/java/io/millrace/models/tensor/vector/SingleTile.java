/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Inner loops for one vector of output channels. {@link GemmConv} explains the arguments. */
final class SingleTile {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private SingleTile() {}

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
    FloatVector s0 = FloatVector.fromArray(S, init, start);
    FloatVector s1 = FloatVector.fromArray(S, init, start + step);
    FloatVector s2 = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s3 = FloatVector.fromArray(S, init, start + 3 * step);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector y = FloatVector.fromArray(S, w, p);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0 = x.fma(y, s0);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1 = x.fma(y, s1);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2 = x.fma(y, s2);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3 = x.fma(y, s3);
      p += L;
    }
    s0.intoArray(tile, to);
    s1.intoArray(tile, to + L);
    s2.intoArray(tile, to + 2 * L);
    s3.intoArray(tile, to + 3 * L);
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
    FloatVector s0 = FloatVector.fromArray(S, init, start);
    FloatVector s1 = FloatVector.fromArray(S, init, start + step);
    FloatVector s2 = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s3 = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s4 = FloatVector.fromArray(S, init, start + 4 * step);
    FloatVector s5 = FloatVector.fromArray(S, init, start + 5 * step);
    FloatVector s6 = FloatVector.fromArray(S, init, start + 6 * step);
    FloatVector s7 = FloatVector.fromArray(S, init, start + 7 * step);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector y = FloatVector.fromArray(S, w, p);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0 = x.fma(y, s0);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1 = x.fma(y, s1);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2 = x.fma(y, s2);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3 = x.fma(y, s3);
      x = FloatVector.broadcast(S, in[i4 + k]);
      s4 = x.fma(y, s4);
      x = FloatVector.broadcast(S, in[i5 + k]);
      s5 = x.fma(y, s5);
      x = FloatVector.broadcast(S, in[i6 + k]);
      s6 = x.fma(y, s6);
      x = FloatVector.broadcast(S, in[i7 + k]);
      s7 = x.fma(y, s7);
      p += L;
    }
    s0.intoArray(tile, to);
    s1.intoArray(tile, to + L);
    s2.intoArray(tile, to + 2 * L);
    s3.intoArray(tile, to + 3 * L);
    s4.intoArray(tile, to + 4 * L);
    s5.intoArray(tile, to + 5 * L);
    s6.intoArray(tile, to + 6 * L);
    s7.intoArray(tile, to + 7 * L);
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
    FloatVector s0 = FloatVector.fromArray(S, init, start);
    FloatVector s1 = FloatVector.fromArray(S, init, start + step);
    FloatVector s2 = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s3 = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s4 = FloatVector.fromArray(S, init, start + 4 * step);
    FloatVector s5 = FloatVector.fromArray(S, init, start + 5 * step);
    FloatVector s6 = FloatVector.fromArray(S, init, start + 6 * step);
    FloatVector s7 = FloatVector.fromArray(S, init, start + 7 * step);
    FloatVector s8 = FloatVector.fromArray(S, init, start + 8 * step);
    FloatVector s9 = FloatVector.fromArray(S, init, start + 9 * step);
    FloatVector s10 = FloatVector.fromArray(S, init, start + 10 * step);
    FloatVector s11 = FloatVector.fromArray(S, init, start + 11 * step);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector y = FloatVector.fromArray(S, w, p);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0 = x.fma(y, s0);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1 = x.fma(y, s1);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2 = x.fma(y, s2);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3 = x.fma(y, s3);
      x = FloatVector.broadcast(S, in[i4 + k]);
      s4 = x.fma(y, s4);
      x = FloatVector.broadcast(S, in[i5 + k]);
      s5 = x.fma(y, s5);
      x = FloatVector.broadcast(S, in[i6 + k]);
      s6 = x.fma(y, s6);
      x = FloatVector.broadcast(S, in[i7 + k]);
      s7 = x.fma(y, s7);
      x = FloatVector.broadcast(S, in[i8 + k]);
      s8 = x.fma(y, s8);
      x = FloatVector.broadcast(S, in[i9 + k]);
      s9 = x.fma(y, s9);
      x = FloatVector.broadcast(S, in[i10 + k]);
      s10 = x.fma(y, s10);
      x = FloatVector.broadcast(S, in[i11 + k]);
      s11 = x.fma(y, s11);
      p += L;
    }
    s0.intoArray(tile, to);
    s1.intoArray(tile, to + L);
    s2.intoArray(tile, to + 2 * L);
    s3.intoArray(tile, to + 3 * L);
    s4.intoArray(tile, to + 4 * L);
    s5.intoArray(tile, to + 5 * L);
    s6.intoArray(tile, to + 6 * L);
    s7.intoArray(tile, to + 7 * L);
    s8.intoArray(tile, to + 8 * L);
    s9.intoArray(tile, to + 9 * L);
    s10.intoArray(tile, to + 10 * L);
    s11.intoArray(tile, to + 11 * L);
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
    FloatVector s0a = FloatVector.fromArray(S, init, start);
    FloatVector s0b = FloatVector.fromArray(S, init, others);
    FloatVector s0c = FloatVector.fromArray(S, init, others + otherStep);
    FloatVector s0d = FloatVector.fromArray(S, init, others + 2 * otherStep);
    int chunk = length * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int k = 0; k < length; k++) {
      FloatVector y = FloatVector.fromArray(S, w, pa);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(y, s0a);
      pa += L;
      y = FloatVector.fromArray(S, w, pb);
      x = FloatVector.broadcast(S, in[i0 + length + k]);
      s0b = x.fma(y, s0b);
      pb += L;
      y = FloatVector.fromArray(S, w, pc);
      x = FloatVector.broadcast(S, in[i0 + 2 * length + k]);
      s0c = x.fma(y, s0c);
      pc += L;
      y = FloatVector.fromArray(S, w, pd);
      x = FloatVector.broadcast(S, in[i0 + 3 * length + k]);
      s0d = x.fma(y, s0d);
      pd += L;
    }
    for (int k = 0; k < rest; k++) {
      FloatVector y = FloatVector.fromArray(S, w, pd);
      FloatVector x = FloatVector.broadcast(S, in[i0 + 4 * length + k]);
      s0d = x.fma(y, s0d);
      pd += L;
    }
    s0a.intoArray(tile, 0);
    s0b.intoArray(tile, L);
    s0c.intoArray(tile, 2 * L);
    s0d.intoArray(tile, 3 * L);
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
    FloatVector s0a = FloatVector.fromArray(S, init, start);
    FloatVector s0b = FloatVector.fromArray(S, init, others);
    FloatVector s0c = FloatVector.fromArray(S, init, others + otherStep);
    FloatVector s0d = FloatVector.fromArray(S, init, others + 2 * otherStep);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, others + step);
    FloatVector s1c = FloatVector.fromArray(S, init, others + otherStep + step);
    FloatVector s1d = FloatVector.fromArray(S, init, others + 2 * otherStep + step);
    int chunk = length * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int k = 0; k < length; k++) {
      FloatVector y = FloatVector.fromArray(S, w, pa);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(y, s0a);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(y, s1a);
      pa += L;
      y = FloatVector.fromArray(S, w, pb);
      x = FloatVector.broadcast(S, in[i0 + length + k]);
      s0b = x.fma(y, s0b);
      x = FloatVector.broadcast(S, in[i1 + length + k]);
      s1b = x.fma(y, s1b);
      pb += L;
      y = FloatVector.fromArray(S, w, pc);
      x = FloatVector.broadcast(S, in[i0 + 2 * length + k]);
      s0c = x.fma(y, s0c);
      x = FloatVector.broadcast(S, in[i1 + 2 * length + k]);
      s1c = x.fma(y, s1c);
      pc += L;
      y = FloatVector.fromArray(S, w, pd);
      x = FloatVector.broadcast(S, in[i0 + 3 * length + k]);
      s0d = x.fma(y, s0d);
      x = FloatVector.broadcast(S, in[i1 + 3 * length + k]);
      s1d = x.fma(y, s1d);
      pd += L;
    }
    for (int k = 0; k < rest; k++) {
      FloatVector y = FloatVector.fromArray(S, w, pd);
      FloatVector x = FloatVector.broadcast(S, in[i0 + 4 * length + k]);
      s0d = x.fma(y, s0d);
      x = FloatVector.broadcast(S, in[i1 + 4 * length + k]);
      s1d = x.fma(y, s1d);
      pd += L;
    }
    s0a.intoArray(tile, 0);
    s1a.intoArray(tile, L);
    s0b.intoArray(tile, 2 * L);
    s1b.intoArray(tile, 3 * L);
    s0c.intoArray(tile, 4 * L);
    s1c.intoArray(tile, 5 * L);
    s0d.intoArray(tile, 6 * L);
    s1d.intoArray(tile, 7 * L);
  }

  static void fourRowsAllChunks(
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
    int i2 = at[2] + shift;
    int i3 = at[3] + shift;
    FloatVector s0a = FloatVector.fromArray(S, init, start);
    FloatVector s0b = FloatVector.fromArray(S, init, others);
    FloatVector s0c = FloatVector.fromArray(S, init, others + otherStep);
    FloatVector s0d = FloatVector.fromArray(S, init, others + 2 * otherStep);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, others + step);
    FloatVector s1c = FloatVector.fromArray(S, init, others + otherStep + step);
    FloatVector s1d = FloatVector.fromArray(S, init, others + 2 * otherStep + step);
    FloatVector s2a = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s2b = FloatVector.fromArray(S, init, others + 2 * step);
    FloatVector s2c = FloatVector.fromArray(S, init, others + otherStep + 2 * step);
    FloatVector s2d = FloatVector.fromArray(S, init, others + 2 * otherStep + 2 * step);
    FloatVector s3a = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s3b = FloatVector.fromArray(S, init, others + 3 * step);
    FloatVector s3c = FloatVector.fromArray(S, init, others + otherStep + 3 * step);
    FloatVector s3d = FloatVector.fromArray(S, init, others + 2 * otherStep + 3 * step);
    int chunk = length * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int k = 0; k < length; k++) {
      FloatVector y = FloatVector.fromArray(S, w, pa);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(y, s0a);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(y, s1a);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2a = x.fma(y, s2a);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3a = x.fma(y, s3a);
      pa += L;
      y = FloatVector.fromArray(S, w, pb);
      x = FloatVector.broadcast(S, in[i0 + length + k]);
      s0b = x.fma(y, s0b);
      x = FloatVector.broadcast(S, in[i1 + length + k]);
      s1b = x.fma(y, s1b);
      x = FloatVector.broadcast(S, in[i2 + length + k]);
      s2b = x.fma(y, s2b);
      x = FloatVector.broadcast(S, in[i3 + length + k]);
      s3b = x.fma(y, s3b);
      pb += L;
      y = FloatVector.fromArray(S, w, pc);
      x = FloatVector.broadcast(S, in[i0 + 2 * length + k]);
      s0c = x.fma(y, s0c);
      x = FloatVector.broadcast(S, in[i1 + 2 * length + k]);
      s1c = x.fma(y, s1c);
      x = FloatVector.broadcast(S, in[i2 + 2 * length + k]);
      s2c = x.fma(y, s2c);
      x = FloatVector.broadcast(S, in[i3 + 2 * length + k]);
      s3c = x.fma(y, s3c);
      pc += L;
      y = FloatVector.fromArray(S, w, pd);
      x = FloatVector.broadcast(S, in[i0 + 3 * length + k]);
      s0d = x.fma(y, s0d);
      x = FloatVector.broadcast(S, in[i1 + 3 * length + k]);
      s1d = x.fma(y, s1d);
      x = FloatVector.broadcast(S, in[i2 + 3 * length + k]);
      s2d = x.fma(y, s2d);
      x = FloatVector.broadcast(S, in[i3 + 3 * length + k]);
      s3d = x.fma(y, s3d);
      pd += L;
    }
    for (int k = 0; k < rest; k++) {
      FloatVector y = FloatVector.fromArray(S, w, pd);
      FloatVector x = FloatVector.broadcast(S, in[i0 + 4 * length + k]);
      s0d = x.fma(y, s0d);
      x = FloatVector.broadcast(S, in[i1 + 4 * length + k]);
      s1d = x.fma(y, s1d);
      x = FloatVector.broadcast(S, in[i2 + 4 * length + k]);
      s2d = x.fma(y, s2d);
      x = FloatVector.broadcast(S, in[i3 + 4 * length + k]);
      s3d = x.fma(y, s3d);
      pd += L;
    }
    s0a.intoArray(tile, 0);
    s1a.intoArray(tile, L);
    s2a.intoArray(tile, 2 * L);
    s3a.intoArray(tile, 3 * L);
    s0b.intoArray(tile, 4 * L);
    s1b.intoArray(tile, 5 * L);
    s2b.intoArray(tile, 6 * L);
    s3b.intoArray(tile, 7 * L);
    s0c.intoArray(tile, 8 * L);
    s1c.intoArray(tile, 9 * L);
    s2c.intoArray(tile, 10 * L);
    s3c.intoArray(tile, 11 * L);
    s0d.intoArray(tile, 12 * L);
    s1d.intoArray(tile, 13 * L);
    s2d.intoArray(tile, 14 * L);
    s3d.intoArray(tile, 15 * L);
  }
}
