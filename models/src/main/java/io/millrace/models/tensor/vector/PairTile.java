/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops for two vectors of output channels. See {@link GemmConv} for the order of the
 * sums.
 */
final class PairTile {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private PairTile() {}

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
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x1b = FloatVector.fromArray(S, w, start + L);
    FloatVector x2a = FloatVector.fromArray(S, w, start);
    FloatVector x2b = FloatVector.fromArray(S, w, start + L);
    FloatVector x3a = FloatVector.fromArray(S, w, start);
    FloatVector x3b = FloatVector.fromArray(S, w, start + L);
    int p = weights;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector wa = FloatVector.fromArray(S, w, p);
        FloatVector wb = FloatVector.fromArray(S, w, p + L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(wa, x0a);
        x0b = x.fma(wb, x0b);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(wa, x1a);
        x1b = x.fma(wb, x1b);
        x = FloatVector.broadcast(S, in[a2 + k]);
        x2a = x.fma(wa, x2a);
        x2b = x.fma(wb, x2b);
        x = FloatVector.broadcast(S, in[a3 + k]);
        x3a = x.fma(wa, x3a);
        x3b = x.fma(wb, x3b);
        p += 2 * L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
      a2 += segmentStride;
      a3 += segmentStride;
    }
    if (first) {
      x0a.intoArray(tile, 0);
      x0b.intoArray(tile, L);
      x1a.intoArray(tile, 2 * L);
      x1b.intoArray(tile, 3 * L);
      x2a.intoArray(tile, 4 * L);
      x2b.intoArray(tile, 5 * L);
      x3a.intoArray(tile, 6 * L);
      x3b.intoArray(tile, 7 * L);
    } else {
      x0a.add(FloatVector.fromArray(S, tile, 0)).intoArray(tile, 0);
      x0b.add(FloatVector.fromArray(S, tile, L)).intoArray(tile, L);
      x1a.add(FloatVector.fromArray(S, tile, 2 * L)).intoArray(tile, 2 * L);
      x1b.add(FloatVector.fromArray(S, tile, 3 * L)).intoArray(tile, 3 * L);
      x2a.add(FloatVector.fromArray(S, tile, 4 * L)).intoArray(tile, 4 * L);
      x2b.add(FloatVector.fromArray(S, tile, 5 * L)).intoArray(tile, 5 * L);
      x3a.add(FloatVector.fromArray(S, tile, 6 * L)).intoArray(tile, 6 * L);
      x3b.add(FloatVector.fromArray(S, tile, 7 * L)).intoArray(tile, 7 * L);
    }
  }

  static void eightRows(
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
    int a6 = at[6] + shift;
    int a7 = at[7] + shift;
    FloatVector x0a = FloatVector.fromArray(S, w, start);
    FloatVector x0b = FloatVector.fromArray(S, w, start + L);
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x1b = FloatVector.fromArray(S, w, start + L);
    FloatVector x2a = FloatVector.fromArray(S, w, start);
    FloatVector x2b = FloatVector.fromArray(S, w, start + L);
    FloatVector x3a = FloatVector.fromArray(S, w, start);
    FloatVector x3b = FloatVector.fromArray(S, w, start + L);
    FloatVector x4a = FloatVector.fromArray(S, w, start);
    FloatVector x4b = FloatVector.fromArray(S, w, start + L);
    FloatVector x5a = FloatVector.fromArray(S, w, start);
    FloatVector x5b = FloatVector.fromArray(S, w, start + L);
    FloatVector x6a = FloatVector.fromArray(S, w, start);
    FloatVector x6b = FloatVector.fromArray(S, w, start + L);
    FloatVector x7a = FloatVector.fromArray(S, w, start);
    FloatVector x7b = FloatVector.fromArray(S, w, start + L);
    int p = weights;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector wa = FloatVector.fromArray(S, w, p);
        FloatVector wb = FloatVector.fromArray(S, w, p + L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(wa, x0a);
        x0b = x.fma(wb, x0b);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(wa, x1a);
        x1b = x.fma(wb, x1b);
        x = FloatVector.broadcast(S, in[a2 + k]);
        x2a = x.fma(wa, x2a);
        x2b = x.fma(wb, x2b);
        x = FloatVector.broadcast(S, in[a3 + k]);
        x3a = x.fma(wa, x3a);
        x3b = x.fma(wb, x3b);
        x = FloatVector.broadcast(S, in[a4 + k]);
        x4a = x.fma(wa, x4a);
        x4b = x.fma(wb, x4b);
        x = FloatVector.broadcast(S, in[a5 + k]);
        x5a = x.fma(wa, x5a);
        x5b = x.fma(wb, x5b);
        x = FloatVector.broadcast(S, in[a6 + k]);
        x6a = x.fma(wa, x6a);
        x6b = x.fma(wb, x6b);
        x = FloatVector.broadcast(S, in[a7 + k]);
        x7a = x.fma(wa, x7a);
        x7b = x.fma(wb, x7b);
        p += 2 * L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
      a2 += segmentStride;
      a3 += segmentStride;
      a4 += segmentStride;
      a5 += segmentStride;
      a6 += segmentStride;
      a7 += segmentStride;
    }
    if (first) {
      x0a.intoArray(tile, 0);
      x0b.intoArray(tile, L);
      x1a.intoArray(tile, 2 * L);
      x1b.intoArray(tile, 3 * L);
      x2a.intoArray(tile, 4 * L);
      x2b.intoArray(tile, 5 * L);
      x3a.intoArray(tile, 6 * L);
      x3b.intoArray(tile, 7 * L);
      x4a.intoArray(tile, 8 * L);
      x4b.intoArray(tile, 9 * L);
      x5a.intoArray(tile, 10 * L);
      x5b.intoArray(tile, 11 * L);
      x6a.intoArray(tile, 12 * L);
      x6b.intoArray(tile, 13 * L);
      x7a.intoArray(tile, 14 * L);
      x7b.intoArray(tile, 15 * L);
    } else {
      x0a.add(FloatVector.fromArray(S, tile, 0)).intoArray(tile, 0);
      x0b.add(FloatVector.fromArray(S, tile, L)).intoArray(tile, L);
      x1a.add(FloatVector.fromArray(S, tile, 2 * L)).intoArray(tile, 2 * L);
      x1b.add(FloatVector.fromArray(S, tile, 3 * L)).intoArray(tile, 3 * L);
      x2a.add(FloatVector.fromArray(S, tile, 4 * L)).intoArray(tile, 4 * L);
      x2b.add(FloatVector.fromArray(S, tile, 5 * L)).intoArray(tile, 5 * L);
      x3a.add(FloatVector.fromArray(S, tile, 6 * L)).intoArray(tile, 6 * L);
      x3b.add(FloatVector.fromArray(S, tile, 7 * L)).intoArray(tile, 7 * L);
      x4a.add(FloatVector.fromArray(S, tile, 8 * L)).intoArray(tile, 8 * L);
      x4b.add(FloatVector.fromArray(S, tile, 9 * L)).intoArray(tile, 9 * L);
      x5a.add(FloatVector.fromArray(S, tile, 10 * L)).intoArray(tile, 10 * L);
      x5b.add(FloatVector.fromArray(S, tile, 11 * L)).intoArray(tile, 11 * L);
      x6a.add(FloatVector.fromArray(S, tile, 12 * L)).intoArray(tile, 12 * L);
      x6b.add(FloatVector.fromArray(S, tile, 13 * L)).intoArray(tile, 13 * L);
      x7a.add(FloatVector.fromArray(S, tile, 14 * L)).intoArray(tile, 14 * L);
      x7b.add(FloatVector.fromArray(S, tile, 15 * L)).intoArray(tile, 15 * L);
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
    FloatVector x0b0 = FloatVector.zero(S);
    FloatVector x0b1 = FloatVector.zero(S);
    FloatVector x0c0 = FloatVector.zero(S);
    FloatVector x0c1 = FloatVector.zero(S);
    FloatVector x0d0 = FloatVector.zero(S);
    FloatVector x0d1 = FloatVector.zero(S);
    int chunk = segments * length * 2 * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pa);
        FloatVector w1 = FloatVector.fromArray(S, w, pa + L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a0 = x.fma(w0, x0a0);
        x0a1 = x.fma(w1, x0a1);
        pa += 2 * L;
        w0 = FloatVector.fromArray(S, w, pb);
        w1 = FloatVector.fromArray(S, w, pb + L);
        x = FloatVector.broadcast(S, in[a0 + length + k]);
        x0b0 = x.fma(w0, x0b0);
        x0b1 = x.fma(w1, x0b1);
        pb += 2 * L;
        w0 = FloatVector.fromArray(S, w, pc);
        w1 = FloatVector.fromArray(S, w, pc + L);
        x = FloatVector.broadcast(S, in[a0 + 2 * length + k]);
        x0c0 = x.fma(w0, x0c0);
        x0c1 = x.fma(w1, x0c1);
        pc += 2 * L;
        w0 = FloatVector.fromArray(S, w, pd);
        w1 = FloatVector.fromArray(S, w, pd + L);
        x = FloatVector.broadcast(S, in[a0 + 3 * length + k]);
        x0d0 = x.fma(w0, x0d0);
        x0d1 = x.fma(w1, x0d1);
        pd += 2 * L;
      }
      for (int k = 0; k < rest; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pd);
        FloatVector w1 = FloatVector.fromArray(S, w, pd + L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + 4 * length + k]);
        x0d0 = x.fma(w0, x0d0);
        x0d1 = x.fma(w1, x0d1);
        pd += 2 * L;
      }
      a0 += segmentStride;
    }
    x0a0.add(x0b0).add(x0c0).add(x0d0).intoArray(tile, 0);
    x0a1.add(x0b1).add(x0c1).add(x0d1).intoArray(tile, L);
  }

  static void twoRowsAllChunks(
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
    int a1 = at[1] + shift;
    FloatVector x0a0 = FloatVector.fromArray(S, w, start);
    FloatVector x0a1 = FloatVector.fromArray(S, w, start + L);
    FloatVector x0b0 = FloatVector.zero(S);
    FloatVector x0b1 = FloatVector.zero(S);
    FloatVector x0c0 = FloatVector.zero(S);
    FloatVector x0c1 = FloatVector.zero(S);
    FloatVector x0d0 = FloatVector.zero(S);
    FloatVector x0d1 = FloatVector.zero(S);
    FloatVector x1a0 = FloatVector.fromArray(S, w, start);
    FloatVector x1a1 = FloatVector.fromArray(S, w, start + L);
    FloatVector x1b0 = FloatVector.zero(S);
    FloatVector x1b1 = FloatVector.zero(S);
    FloatVector x1c0 = FloatVector.zero(S);
    FloatVector x1c1 = FloatVector.zero(S);
    FloatVector x1d0 = FloatVector.zero(S);
    FloatVector x1d1 = FloatVector.zero(S);
    int chunk = segments * length * 2 * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pa);
        FloatVector w1 = FloatVector.fromArray(S, w, pa + L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a0 = x.fma(w0, x0a0);
        x0a1 = x.fma(w1, x0a1);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a0 = x.fma(w0, x1a0);
        x1a1 = x.fma(w1, x1a1);
        pa += 2 * L;
        w0 = FloatVector.fromArray(S, w, pb);
        w1 = FloatVector.fromArray(S, w, pb + L);
        x = FloatVector.broadcast(S, in[a0 + length + k]);
        x0b0 = x.fma(w0, x0b0);
        x0b1 = x.fma(w1, x0b1);
        x = FloatVector.broadcast(S, in[a1 + length + k]);
        x1b0 = x.fma(w0, x1b0);
        x1b1 = x.fma(w1, x1b1);
        pb += 2 * L;
        w0 = FloatVector.fromArray(S, w, pc);
        w1 = FloatVector.fromArray(S, w, pc + L);
        x = FloatVector.broadcast(S, in[a0 + 2 * length + k]);
        x0c0 = x.fma(w0, x0c0);
        x0c1 = x.fma(w1, x0c1);
        x = FloatVector.broadcast(S, in[a1 + 2 * length + k]);
        x1c0 = x.fma(w0, x1c0);
        x1c1 = x.fma(w1, x1c1);
        pc += 2 * L;
        w0 = FloatVector.fromArray(S, w, pd);
        w1 = FloatVector.fromArray(S, w, pd + L);
        x = FloatVector.broadcast(S, in[a0 + 3 * length + k]);
        x0d0 = x.fma(w0, x0d0);
        x0d1 = x.fma(w1, x0d1);
        x = FloatVector.broadcast(S, in[a1 + 3 * length + k]);
        x1d0 = x.fma(w0, x1d0);
        x1d1 = x.fma(w1, x1d1);
        pd += 2 * L;
      }
      for (int k = 0; k < rest; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pd);
        FloatVector w1 = FloatVector.fromArray(S, w, pd + L);
        FloatVector x = FloatVector.broadcast(S, in[a0 + 4 * length + k]);
        x0d0 = x.fma(w0, x0d0);
        x0d1 = x.fma(w1, x0d1);
        x = FloatVector.broadcast(S, in[a1 + 4 * length + k]);
        x1d0 = x.fma(w0, x1d0);
        x1d1 = x.fma(w1, x1d1);
        pd += 2 * L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
    }
    x0a0.add(x0b0).add(x0c0).add(x0d0).intoArray(tile, 0);
    x0a1.add(x0b1).add(x0c1).add(x0d1).intoArray(tile, L);
    x1a0.add(x1b0).add(x1c0).add(x1d0).intoArray(tile, 2 * L);
    x1a1.add(x1b1).add(x1c1).add(x1d1).intoArray(tile, 3 * L);
  }
}
