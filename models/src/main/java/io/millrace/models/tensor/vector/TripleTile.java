/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Inner loops for three vectors of output channels. {@link GemmConv} explains the arguments. */
final class TripleTile {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private TripleTile() {}

  static void twoRows(
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
    FloatVector s0a = FloatVector.fromArray(S, init, start);
    FloatVector s0b = FloatVector.fromArray(S, init, start + L);
    FloatVector s0c = FloatVector.fromArray(S, init, start + 2 * L);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, start + step + L);
    FloatVector s1c = FloatVector.fromArray(S, init, start + step + 2 * L);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector ya = FloatVector.fromArray(S, w, p);
      FloatVector yb = FloatVector.fromArray(S, w, p + L);
      FloatVector yc = FloatVector.fromArray(S, w, p + 2 * L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(ya, s0a);
      s0b = x.fma(yb, s0b);
      s0c = x.fma(yc, s0c);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(ya, s1a);
      s1b = x.fma(yb, s1b);
      s1c = x.fma(yc, s1c);
      p += 3 * L;
    }
    s0a.intoArray(tile, to);
    s0b.intoArray(tile, to + L);
    s0c.intoArray(tile, to + 2 * L);
    s1a.intoArray(tile, to + 3 * L);
    s1b.intoArray(tile, to + 4 * L);
    s1c.intoArray(tile, to + 5 * L);
  }

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
    FloatVector s0c = FloatVector.fromArray(S, init, start + 2 * L);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, start + step + L);
    FloatVector s1c = FloatVector.fromArray(S, init, start + step + 2 * L);
    FloatVector s2a = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s2b = FloatVector.fromArray(S, init, start + 2 * step + L);
    FloatVector s2c = FloatVector.fromArray(S, init, start + 2 * step + 2 * L);
    FloatVector s3a = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s3b = FloatVector.fromArray(S, init, start + 3 * step + L);
    FloatVector s3c = FloatVector.fromArray(S, init, start + 3 * step + 2 * L);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector ya = FloatVector.fromArray(S, w, p);
      FloatVector yb = FloatVector.fromArray(S, w, p + L);
      FloatVector yc = FloatVector.fromArray(S, w, p + 2 * L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(ya, s0a);
      s0b = x.fma(yb, s0b);
      s0c = x.fma(yc, s0c);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(ya, s1a);
      s1b = x.fma(yb, s1b);
      s1c = x.fma(yc, s1c);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2a = x.fma(ya, s2a);
      s2b = x.fma(yb, s2b);
      s2c = x.fma(yc, s2c);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3a = x.fma(ya, s3a);
      s3b = x.fma(yb, s3b);
      s3c = x.fma(yc, s3c);
      p += 3 * L;
    }
    s0a.intoArray(tile, to);
    s0b.intoArray(tile, to + L);
    s0c.intoArray(tile, to + 2 * L);
    s1a.intoArray(tile, to + 3 * L);
    s1b.intoArray(tile, to + 4 * L);
    s1c.intoArray(tile, to + 5 * L);
    s2a.intoArray(tile, to + 6 * L);
    s2b.intoArray(tile, to + 7 * L);
    s2c.intoArray(tile, to + 8 * L);
    s3a.intoArray(tile, to + 9 * L);
    s3b.intoArray(tile, to + 10 * L);
    s3c.intoArray(tile, to + 11 * L);
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
    FloatVector s0c = FloatVector.fromArray(S, init, start + 2 * L);
    FloatVector s1a = FloatVector.fromArray(S, init, start + step);
    FloatVector s1b = FloatVector.fromArray(S, init, start + step + L);
    FloatVector s1c = FloatVector.fromArray(S, init, start + step + 2 * L);
    FloatVector s2a = FloatVector.fromArray(S, init, start + 2 * step);
    FloatVector s2b = FloatVector.fromArray(S, init, start + 2 * step + L);
    FloatVector s2c = FloatVector.fromArray(S, init, start + 2 * step + 2 * L);
    FloatVector s3a = FloatVector.fromArray(S, init, start + 3 * step);
    FloatVector s3b = FloatVector.fromArray(S, init, start + 3 * step + L);
    FloatVector s3c = FloatVector.fromArray(S, init, start + 3 * step + 2 * L);
    FloatVector s4a = FloatVector.fromArray(S, init, start + 4 * step);
    FloatVector s4b = FloatVector.fromArray(S, init, start + 4 * step + L);
    FloatVector s4c = FloatVector.fromArray(S, init, start + 4 * step + 2 * L);
    FloatVector s5a = FloatVector.fromArray(S, init, start + 5 * step);
    FloatVector s5b = FloatVector.fromArray(S, init, start + 5 * step + L);
    FloatVector s5c = FloatVector.fromArray(S, init, start + 5 * step + 2 * L);
    FloatVector s6a = FloatVector.fromArray(S, init, start + 6 * step);
    FloatVector s6b = FloatVector.fromArray(S, init, start + 6 * step + L);
    FloatVector s6c = FloatVector.fromArray(S, init, start + 6 * step + 2 * L);
    FloatVector s7a = FloatVector.fromArray(S, init, start + 7 * step);
    FloatVector s7b = FloatVector.fromArray(S, init, start + 7 * step + L);
    FloatVector s7c = FloatVector.fromArray(S, init, start + 7 * step + 2 * L);
    int p = weights;
    for (int k = 0; k < length; k++) {
      FloatVector ya = FloatVector.fromArray(S, w, p);
      FloatVector yb = FloatVector.fromArray(S, w, p + L);
      FloatVector yc = FloatVector.fromArray(S, w, p + 2 * L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a = x.fma(ya, s0a);
      s0b = x.fma(yb, s0b);
      s0c = x.fma(yc, s0c);
      x = FloatVector.broadcast(S, in[i1 + k]);
      s1a = x.fma(ya, s1a);
      s1b = x.fma(yb, s1b);
      s1c = x.fma(yc, s1c);
      x = FloatVector.broadcast(S, in[i2 + k]);
      s2a = x.fma(ya, s2a);
      s2b = x.fma(yb, s2b);
      s2c = x.fma(yc, s2c);
      x = FloatVector.broadcast(S, in[i3 + k]);
      s3a = x.fma(ya, s3a);
      s3b = x.fma(yb, s3b);
      s3c = x.fma(yc, s3c);
      x = FloatVector.broadcast(S, in[i4 + k]);
      s4a = x.fma(ya, s4a);
      s4b = x.fma(yb, s4b);
      s4c = x.fma(yc, s4c);
      x = FloatVector.broadcast(S, in[i5 + k]);
      s5a = x.fma(ya, s5a);
      s5b = x.fma(yb, s5b);
      s5c = x.fma(yc, s5c);
      x = FloatVector.broadcast(S, in[i6 + k]);
      s6a = x.fma(ya, s6a);
      s6b = x.fma(yb, s6b);
      s6c = x.fma(yc, s6c);
      x = FloatVector.broadcast(S, in[i7 + k]);
      s7a = x.fma(ya, s7a);
      s7b = x.fma(yb, s7b);
      s7c = x.fma(yc, s7c);
      p += 3 * L;
    }
    s0a.intoArray(tile, to);
    s0b.intoArray(tile, to + L);
    s0c.intoArray(tile, to + 2 * L);
    s1a.intoArray(tile, to + 3 * L);
    s1b.intoArray(tile, to + 4 * L);
    s1c.intoArray(tile, to + 5 * L);
    s2a.intoArray(tile, to + 6 * L);
    s2b.intoArray(tile, to + 7 * L);
    s2c.intoArray(tile, to + 8 * L);
    s3a.intoArray(tile, to + 9 * L);
    s3b.intoArray(tile, to + 10 * L);
    s3c.intoArray(tile, to + 11 * L);
    s4a.intoArray(tile, to + 12 * L);
    s4b.intoArray(tile, to + 13 * L);
    s4c.intoArray(tile, to + 14 * L);
    s5a.intoArray(tile, to + 15 * L);
    s5b.intoArray(tile, to + 16 * L);
    s5c.intoArray(tile, to + 17 * L);
    s6a.intoArray(tile, to + 18 * L);
    s6b.intoArray(tile, to + 19 * L);
    s6c.intoArray(tile, to + 20 * L);
    s7a.intoArray(tile, to + 21 * L);
    s7b.intoArray(tile, to + 22 * L);
    s7c.intoArray(tile, to + 23 * L);
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
    FloatVector s0a2 = FloatVector.fromArray(S, init, start + 2 * L);
    FloatVector s0b0 = FloatVector.fromArray(S, init, others);
    FloatVector s0b1 = FloatVector.fromArray(S, init, others + L);
    FloatVector s0b2 = FloatVector.fromArray(S, init, others + 2 * L);
    int chunk = length * 3 * L;
    int pa = weights;
    int pb = weights + chunk;
    for (int k = 0; k < length; k++) {
      FloatVector y0 = FloatVector.fromArray(S, w, pa);
      FloatVector y1 = FloatVector.fromArray(S, w, pa + L);
      FloatVector y2 = FloatVector.fromArray(S, w, pa + 2 * L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + k]);
      s0a0 = x.fma(y0, s0a0);
      s0a1 = x.fma(y1, s0a1);
      s0a2 = x.fma(y2, s0a2);
      pa += 3 * L;
      y0 = FloatVector.fromArray(S, w, pb);
      y1 = FloatVector.fromArray(S, w, pb + L);
      y2 = FloatVector.fromArray(S, w, pb + 2 * L);
      x = FloatVector.broadcast(S, in[i0 + length + k]);
      s0b0 = x.fma(y0, s0b0);
      s0b1 = x.fma(y1, s0b1);
      s0b2 = x.fma(y2, s0b2);
      pb += 3 * L;
    }
    for (int k = 0; k < rest; k++) {
      FloatVector y0 = FloatVector.fromArray(S, w, pb);
      FloatVector y1 = FloatVector.fromArray(S, w, pb + L);
      FloatVector y2 = FloatVector.fromArray(S, w, pb + 2 * L);
      FloatVector x = FloatVector.broadcast(S, in[i0 + 2 * length + k]);
      s0b0 = x.fma(y0, s0b0);
      s0b1 = x.fma(y1, s0b1);
      s0b2 = x.fma(y2, s0b2);
      pb += 3 * L;
    }
    s0a0.intoArray(tile, 0);
    s0a1.intoArray(tile, L);
    s0a2.intoArray(tile, 2 * L);
    s0b0.intoArray(tile, 3 * L);
    s0b1.intoArray(tile, 4 * L);
    s0b2.intoArray(tile, 5 * L);
  }
}
