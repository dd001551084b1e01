/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops for four vectors of output channels: 24 accumulators in six rows fill the 32
 * registers of AVX-512. See {@link GemmConv} for the order of the sums.
 */
final class QuadTile {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private QuadTile() {}

  static void twoRows(
      float[] in,
      int[] at,
      int shift,
      float[] w,
      int start,
      int weights,
      int length,
      int segments,
      int segmentStride,
      boolean first,
      float[] tile) {
    int a0 = at[0] + shift;
    int a1 = at[1] + shift;
    FloatVector x0a = FloatVector.fromArray(S, w, start);
    FloatVector x0b = FloatVector.fromArray(S, w, start + L);
    FloatVector x0c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x0d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x1b = FloatVector.fromArray(S, w, start + L);
    FloatVector x1c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x1d = FloatVector.fromArray(S, w, start + 3 * L);
    int p = weights;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector wa = FloatVector.fromArray(S, w, p);
        FloatVector wb = FloatVector.fromArray(S, w, p + L);
        FloatVector wc = FloatVector.fromArray(S, w, p + 2 * L);
        FloatVector wd = FloatVector.fromArray(S, w, p + 3 * L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(wa, x0a);
        x0b = x.fma(wb, x0b);
        x0c = x.fma(wc, x0c);
        x0d = x.fma(wd, x0d);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(wa, x1a);
        x1b = x.fma(wb, x1b);
        x1c = x.fma(wc, x1c);
        x1d = x.fma(wd, x1d);
        p += 4 * L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
    }
    if (first) {
      x0a.intoArray(tile, 0);
      x0b.intoArray(tile, L);
      x0c.intoArray(tile, 2 * L);
      x0d.intoArray(tile, 3 * L);
      x1a.intoArray(tile, 4 * L);
      x1b.intoArray(tile, 5 * L);
      x1c.intoArray(tile, 6 * L);
      x1d.intoArray(tile, 7 * L);
    } else {
      x0a.add(FloatVector.fromArray(S, tile, 0)).intoArray(tile, 0);
      x0b.add(FloatVector.fromArray(S, tile, L)).intoArray(tile, L);
      x0c.add(FloatVector.fromArray(S, tile, 2 * L)).intoArray(tile, 2 * L);
      x0d.add(FloatVector.fromArray(S, tile, 3 * L)).intoArray(tile, 3 * L);
      x1a.add(FloatVector.fromArray(S, tile, 4 * L)).intoArray(tile, 4 * L);
      x1b.add(FloatVector.fromArray(S, tile, 5 * L)).intoArray(tile, 5 * L);
      x1c.add(FloatVector.fromArray(S, tile, 6 * L)).intoArray(tile, 6 * L);
      x1d.add(FloatVector.fromArray(S, tile, 7 * L)).intoArray(tile, 7 * L);
    }
  }

  static void fourRows(
      float[] in,
      int[] at,
      int shift,
      float[] w,
      int start,
      int weights,
      int length,
      int segments,
      int segmentStride,
      boolean first,
      float[] tile) {
    int a0 = at[0] + shift;
    int a1 = at[1] + shift;
    int a2 = at[2] + shift;
    int a3 = at[3] + shift;
    FloatVector x0a = FloatVector.fromArray(S, w, start);
    FloatVector x0b = FloatVector.fromArray(S, w, start + L);
    FloatVector x0c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x0d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x1b = FloatVector.fromArray(S, w, start + L);
    FloatVector x1c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x1d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x2a = FloatVector.fromArray(S, w, start);
    FloatVector x2b = FloatVector.fromArray(S, w, start + L);
    FloatVector x2c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x2d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x3a = FloatVector.fromArray(S, w, start);
    FloatVector x3b = FloatVector.fromArray(S, w, start + L);
    FloatVector x3c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x3d = FloatVector.fromArray(S, w, start + 3 * L);
    int p = weights;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector wa = FloatVector.fromArray(S, w, p);
        FloatVector wb = FloatVector.fromArray(S, w, p + L);
        FloatVector wc = FloatVector.fromArray(S, w, p + 2 * L);
        FloatVector wd = FloatVector.fromArray(S, w, p + 3 * L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(wa, x0a);
        x0b = x.fma(wb, x0b);
        x0c = x.fma(wc, x0c);
        x0d = x.fma(wd, x0d);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(wa, x1a);
        x1b = x.fma(wb, x1b);
        x1c = x.fma(wc, x1c);
        x1d = x.fma(wd, x1d);
        x = FloatVector.broadcast(S, in[a2 + k]);
        x2a = x.fma(wa, x2a);
        x2b = x.fma(wb, x2b);
        x2c = x.fma(wc, x2c);
        x2d = x.fma(wd, x2d);
        x = FloatVector.broadcast(S, in[a3 + k]);
        x3a = x.fma(wa, x3a);
        x3b = x.fma(wb, x3b);
        x3c = x.fma(wc, x3c);
        x3d = x.fma(wd, x3d);
        p += 4 * L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
      a2 += segmentStride;
      a3 += segmentStride;
    }
    if (first) {
      x0a.intoArray(tile, 0);
      x0b.intoArray(tile, L);
      x0c.intoArray(tile, 2 * L);
      x0d.intoArray(tile, 3 * L);
      x1a.intoArray(tile, 4 * L);
      x1b.intoArray(tile, 5 * L);
      x1c.intoArray(tile, 6 * L);
      x1d.intoArray(tile, 7 * L);
      x2a.intoArray(tile, 8 * L);
      x2b.intoArray(tile, 9 * L);
      x2c.intoArray(tile, 10 * L);
      x2d.intoArray(tile, 11 * L);
      x3a.intoArray(tile, 12 * L);
      x3b.intoArray(tile, 13 * L);
      x3c.intoArray(tile, 14 * L);
      x3d.intoArray(tile, 15 * L);
    } else {
      x0a.add(FloatVector.fromArray(S, tile, 0)).intoArray(tile, 0);
      x0b.add(FloatVector.fromArray(S, tile, L)).intoArray(tile, L);
      x0c.add(FloatVector.fromArray(S, tile, 2 * L)).intoArray(tile, 2 * L);
      x0d.add(FloatVector.fromArray(S, tile, 3 * L)).intoArray(tile, 3 * L);
      x1a.add(FloatVector.fromArray(S, tile, 4 * L)).intoArray(tile, 4 * L);
      x1b.add(FloatVector.fromArray(S, tile, 5 * L)).intoArray(tile, 5 * L);
      x1c.add(FloatVector.fromArray(S, tile, 6 * L)).intoArray(tile, 6 * L);
      x1d.add(FloatVector.fromArray(S, tile, 7 * L)).intoArray(tile, 7 * L);
      x2a.add(FloatVector.fromArray(S, tile, 8 * L)).intoArray(tile, 8 * L);
      x2b.add(FloatVector.fromArray(S, tile, 9 * L)).intoArray(tile, 9 * L);
      x2c.add(FloatVector.fromArray(S, tile, 10 * L)).intoArray(tile, 10 * L);
      x2d.add(FloatVector.fromArray(S, tile, 11 * L)).intoArray(tile, 11 * L);
      x3a.add(FloatVector.fromArray(S, tile, 12 * L)).intoArray(tile, 12 * L);
      x3b.add(FloatVector.fromArray(S, tile, 13 * L)).intoArray(tile, 13 * L);
      x3c.add(FloatVector.fromArray(S, tile, 14 * L)).intoArray(tile, 14 * L);
      x3d.add(FloatVector.fromArray(S, tile, 15 * L)).intoArray(tile, 15 * L);
    }
  }

  static void sixRows(
      float[] in,
      int[] at,
      int shift,
      float[] w,
      int start,
      int weights,
      int length,
      int segments,
      int segmentStride,
      boolean first,
      float[] tile) {
    int a0 = at[0] + shift;
    int a1 = at[1] + shift;
    int a2 = at[2] + shift;
    int a3 = at[3] + shift;
    int a4 = at[4] + shift;
    int a5 = at[5] + shift;
    FloatVector x0a = FloatVector.fromArray(S, w, start);
    FloatVector x0b = FloatVector.fromArray(S, w, start + L);
    FloatVector x0c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x0d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x1b = FloatVector.fromArray(S, w, start + L);
    FloatVector x1c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x1d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x2a = FloatVector.fromArray(S, w, start);
    FloatVector x2b = FloatVector.fromArray(S, w, start + L);
    FloatVector x2c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x2d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x3a = FloatVector.fromArray(S, w, start);
    FloatVector x3b = FloatVector.fromArray(S, w, start + L);
    FloatVector x3c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x3d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x4a = FloatVector.fromArray(S, w, start);
    FloatVector x4b = FloatVector.fromArray(S, w, start + L);
    FloatVector x4c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x4d = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x5a = FloatVector.fromArray(S, w, start);
    FloatVector x5b = FloatVector.fromArray(S, w, start + L);
    FloatVector x5c = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x5d = FloatVector.fromArray(S, w, start + 3 * L);
    int p = weights;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector wa = FloatVector.fromArray(S, w, p);
        FloatVector wb = FloatVector.fromArray(S, w, p + L);
        FloatVector wc = FloatVector.fromArray(S, w, p + 2 * L);
        FloatVector wd = FloatVector.fromArray(S, w, p + 3 * L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(wa, x0a);
        x0b = x.fma(wb, x0b);
        x0c = x.fma(wc, x0c);
        x0d = x.fma(wd, x0d);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(wa, x1a);
        x1b = x.fma(wb, x1b);
        x1c = x.fma(wc, x1c);
        x1d = x.fma(wd, x1d);
        x = FloatVector.broadcast(S, in[a2 + k]);
        x2a = x.fma(wa, x2a);
        x2b = x.fma(wb, x2b);
        x2c = x.fma(wc, x2c);
        x2d = x.fma(wd, x2d);
        x = FloatVector.broadcast(S, in[a3 + k]);
        x3a = x.fma(wa, x3a);
        x3b = x.fma(wb, x3b);
        x3c = x.fma(wc, x3c);
        x3d = x.fma(wd, x3d);
        x = FloatVector.broadcast(S, in[a4 + k]);
        x4a = x.fma(wa, x4a);
        x4b = x.fma(wb, x4b);
        x4c = x.fma(wc, x4c);
        x4d = x.fma(wd, x4d);
        x = FloatVector.broadcast(S, in[a5 + k]);
        x5a = x.fma(wa, x5a);
        x5b = x.fma(wb, x5b);
        x5c = x.fma(wc, x5c);
        x5d = x.fma(wd, x5d);
        p += 4 * L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
      a2 += segmentStride;
      a3 += segmentStride;
      a4 += segmentStride;
      a5 += segmentStride;
    }
    if (first) {
      x0a.intoArray(tile, 0);
      x0b.intoArray(tile, L);
      x0c.intoArray(tile, 2 * L);
      x0d.intoArray(tile, 3 * L);
      x1a.intoArray(tile, 4 * L);
      x1b.intoArray(tile, 5 * L);
      x1c.intoArray(tile, 6 * L);
      x1d.intoArray(tile, 7 * L);
      x2a.intoArray(tile, 8 * L);
      x2b.intoArray(tile, 9 * L);
      x2c.intoArray(tile, 10 * L);
      x2d.intoArray(tile, 11 * L);
      x3a.intoArray(tile, 12 * L);
      x3b.intoArray(tile, 13 * L);
      x3c.intoArray(tile, 14 * L);
      x3d.intoArray(tile, 15 * L);
      x4a.intoArray(tile, 16 * L);
      x4b.intoArray(tile, 17 * L);
      x4c.intoArray(tile, 18 * L);
      x4d.intoArray(tile, 19 * L);
      x5a.intoArray(tile, 20 * L);
      x5b.intoArray(tile, 21 * L);
      x5c.intoArray(tile, 22 * L);
      x5d.intoArray(tile, 23 * L);
    } else {
      x0a.add(FloatVector.fromArray(S, tile, 0)).intoArray(tile, 0);
      x0b.add(FloatVector.fromArray(S, tile, L)).intoArray(tile, L);
      x0c.add(FloatVector.fromArray(S, tile, 2 * L)).intoArray(tile, 2 * L);
      x0d.add(FloatVector.fromArray(S, tile, 3 * L)).intoArray(tile, 3 * L);
      x1a.add(FloatVector.fromArray(S, tile, 4 * L)).intoArray(tile, 4 * L);
      x1b.add(FloatVector.fromArray(S, tile, 5 * L)).intoArray(tile, 5 * L);
      x1c.add(FloatVector.fromArray(S, tile, 6 * L)).intoArray(tile, 6 * L);
      x1d.add(FloatVector.fromArray(S, tile, 7 * L)).intoArray(tile, 7 * L);
      x2a.add(FloatVector.fromArray(S, tile, 8 * L)).intoArray(tile, 8 * L);
      x2b.add(FloatVector.fromArray(S, tile, 9 * L)).intoArray(tile, 9 * L);
      x2c.add(FloatVector.fromArray(S, tile, 10 * L)).intoArray(tile, 10 * L);
      x2d.add(FloatVector.fromArray(S, tile, 11 * L)).intoArray(tile, 11 * L);
      x3a.add(FloatVector.fromArray(S, tile, 12 * L)).intoArray(tile, 12 * L);
      x3b.add(FloatVector.fromArray(S, tile, 13 * L)).intoArray(tile, 13 * L);
      x3c.add(FloatVector.fromArray(S, tile, 14 * L)).intoArray(tile, 14 * L);
      x3d.add(FloatVector.fromArray(S, tile, 15 * L)).intoArray(tile, 15 * L);
      x4a.add(FloatVector.fromArray(S, tile, 16 * L)).intoArray(tile, 16 * L);
      x4b.add(FloatVector.fromArray(S, tile, 17 * L)).intoArray(tile, 17 * L);
      x4c.add(FloatVector.fromArray(S, tile, 18 * L)).intoArray(tile, 18 * L);
      x4d.add(FloatVector.fromArray(S, tile, 19 * L)).intoArray(tile, 19 * L);
      x5a.add(FloatVector.fromArray(S, tile, 20 * L)).intoArray(tile, 20 * L);
      x5b.add(FloatVector.fromArray(S, tile, 21 * L)).intoArray(tile, 21 * L);
      x5c.add(FloatVector.fromArray(S, tile, 22 * L)).intoArray(tile, 22 * L);
      x5d.add(FloatVector.fromArray(S, tile, 23 * L)).intoArray(tile, 23 * L);
    }
  }

  static void oneRowAllChunks(
      float[] in,
      int[] at,
      int shift,
      float[] w,
      int start,
      int weights,
      int length,
      int rest,
      int segments,
      int segmentStride,
      float[] tile) {
    int a0 = at[0] + shift;
    FloatVector x0a0 = FloatVector.fromArray(S, w, start);
    FloatVector x0a1 = FloatVector.fromArray(S, w, start + L);
    FloatVector x0a2 = FloatVector.fromArray(S, w, start + 2 * L);
    FloatVector x0a3 = FloatVector.fromArray(S, w, start + 3 * L);
    FloatVector x0b0 = FloatVector.zero(S);
    FloatVector x0b1 = FloatVector.zero(S);
    FloatVector x0b2 = FloatVector.zero(S);
    FloatVector x0b3 = FloatVector.zero(S);
    int chunk = segments * length * 4 * L;
    int pa = weights;
    int pb = weights + chunk;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pa);
        FloatVector w1 = FloatVector.fromArray(S, w, pa + L);
        FloatVector w2 = FloatVector.fromArray(S, w, pa + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, w, pa + 3 * L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a0 = x.fma(w0, x0a0);
        x0a1 = x.fma(w1, x0a1);
        x0a2 = x.fma(w2, x0a2);
        x0a3 = x.fma(w3, x0a3);
        pa += 4 * L;
        w0 = FloatVector.fromArray(S, w, pb);
        w1 = FloatVector.fromArray(S, w, pb + L);
        w2 = FloatVector.fromArray(S, w, pb + 2 * L);
        w3 = FloatVector.fromArray(S, w, pb + 3 * L);
        x = FloatVector.broadcast(S, in[a0 + length + k]);
        x0b0 = x.fma(w0, x0b0);
        x0b1 = x.fma(w1, x0b1);
        x0b2 = x.fma(w2, x0b2);
        x0b3 = x.fma(w3, x0b3);
        pb += 4 * L;
      }
      for (int k = 0; k < rest; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pb);
        FloatVector w1 = FloatVector.fromArray(S, w, pb + L);
        FloatVector w2 = FloatVector.fromArray(S, w, pb + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, w, pb + 3 * L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + 2 * length + k]);
        x0b0 = x.fma(w0, x0b0);
        x0b1 = x.fma(w1, x0b1);
        x0b2 = x.fma(w2, x0b2);
        x0b3 = x.fma(w3, x0b3);
        pb += 4 * L;
      }
      a0 += segmentStride;
    }
    x0a0.add(x0b0).intoArray(tile, 0);
    x0a1.add(x0b1).intoArray(tile, L);
    x0a2.add(x0b2).intoArray(tile, 2 * L);
    x0a3.add(x0b3).intoArray(tile, 3 * L);
  }
}
