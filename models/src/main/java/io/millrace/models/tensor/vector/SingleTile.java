/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops for one vector of output channels. See {@link GemmConv} for the order of the
 * sums.
 */
final class SingleTile {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private SingleTile() {}

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
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x2a = FloatVector.fromArray(S, w, start);
    FloatVector x3a = FloatVector.fromArray(S, w, start);
    int p = weights;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector wa = FloatVector.fromArray(S, w, p);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(wa, x0a);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(wa, x1a);
        x = FloatVector.broadcast(S, in[a2 + k]);
        x2a = x.fma(wa, x2a);
        x = FloatVector.broadcast(S, in[a3 + k]);
        x3a = x.fma(wa, x3a);
        p += L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
      a2 += segmentStride;
      a3 += segmentStride;
    }
    if (first) {
      x0a.intoArray(tile, 0);
      x1a.intoArray(tile, L);
      x2a.intoArray(tile, 2 * L);
      x3a.intoArray(tile, 3 * L);
    } else {
      x0a.add(FloatVector.fromArray(S, tile, 0)).intoArray(tile, 0);
      x1a.add(FloatVector.fromArray(S, tile, L)).intoArray(tile, L);
      x2a.add(FloatVector.fromArray(S, tile, 2 * L)).intoArray(tile, 2 * L);
      x3a.add(FloatVector.fromArray(S, tile, 3 * L)).intoArray(tile, 3 * L);
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
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x2a = FloatVector.fromArray(S, w, start);
    FloatVector x3a = FloatVector.fromArray(S, w, start);
    FloatVector x4a = FloatVector.fromArray(S, w, start);
    FloatVector x5a = FloatVector.fromArray(S, w, start);
    FloatVector x6a = FloatVector.fromArray(S, w, start);
    FloatVector x7a = FloatVector.fromArray(S, w, start);
    int p = weights;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector wa = FloatVector.fromArray(S, w, p);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(wa, x0a);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(wa, x1a);
        x = FloatVector.broadcast(S, in[a2 + k]);
        x2a = x.fma(wa, x2a);
        x = FloatVector.broadcast(S, in[a3 + k]);
        x3a = x.fma(wa, x3a);
        x = FloatVector.broadcast(S, in[a4 + k]);
        x4a = x.fma(wa, x4a);
        x = FloatVector.broadcast(S, in[a5 + k]);
        x5a = x.fma(wa, x5a);
        x = FloatVector.broadcast(S, in[a6 + k]);
        x6a = x.fma(wa, x6a);
        x = FloatVector.broadcast(S, in[a7 + k]);
        x7a = x.fma(wa, x7a);
        p += L;
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
      x1a.intoArray(tile, L);
      x2a.intoArray(tile, 2 * L);
      x3a.intoArray(tile, 3 * L);
      x4a.intoArray(tile, 4 * L);
      x5a.intoArray(tile, 5 * L);
      x6a.intoArray(tile, 6 * L);
      x7a.intoArray(tile, 7 * L);
    } else {
      x0a.add(FloatVector.fromArray(S, tile, 0)).intoArray(tile, 0);
      x1a.add(FloatVector.fromArray(S, tile, L)).intoArray(tile, L);
      x2a.add(FloatVector.fromArray(S, tile, 2 * L)).intoArray(tile, 2 * L);
      x3a.add(FloatVector.fromArray(S, tile, 3 * L)).intoArray(tile, 3 * L);
      x4a.add(FloatVector.fromArray(S, tile, 4 * L)).intoArray(tile, 4 * L);
      x5a.add(FloatVector.fromArray(S, tile, 5 * L)).intoArray(tile, 5 * L);
      x6a.add(FloatVector.fromArray(S, tile, 6 * L)).intoArray(tile, 6 * L);
      x7a.add(FloatVector.fromArray(S, tile, 7 * L)).intoArray(tile, 7 * L);
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
    FloatVector x0a = FloatVector.fromArray(S, w, start);
    FloatVector x0b = FloatVector.zero(S);
    FloatVector x0c = FloatVector.zero(S);
    FloatVector x0d = FloatVector.zero(S);
    int chunk = segments * length * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pa);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(w0, x0a);
        pa += L;
        w0 = FloatVector.fromArray(S, w, pb);
        x = FloatVector.broadcast(S, in[a0 + length + k]);
        x0b = x.fma(w0, x0b);
        pb += L;
        w0 = FloatVector.fromArray(S, w, pc);
        x = FloatVector.broadcast(S, in[a0 + 2 * length + k]);
        x0c = x.fma(w0, x0c);
        pc += L;
        w0 = FloatVector.fromArray(S, w, pd);
        x = FloatVector.broadcast(S, in[a0 + 3 * length + k]);
        x0d = x.fma(w0, x0d);
        pd += L;
      }
      for (int k = 0; k < rest; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pd);
        FloatVector x = FloatVector.broadcast(S, in[a0 + 4 * length + k]);
        x0d = x.fma(w0, x0d);
        pd += L;
      }
      a0 += segmentStride;
    }
    x0a.add(x0b).add(x0c).add(x0d).intoArray(tile, 0);
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
    FloatVector x0a = FloatVector.fromArray(S, w, start);
    FloatVector x0b = FloatVector.zero(S);
    FloatVector x0c = FloatVector.zero(S);
    FloatVector x0d = FloatVector.zero(S);
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x1b = FloatVector.zero(S);
    FloatVector x1c = FloatVector.zero(S);
    FloatVector x1d = FloatVector.zero(S);
    int chunk = segments * length * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pa);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(w0, x0a);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(w0, x1a);
        pa += L;
        w0 = FloatVector.fromArray(S, w, pb);
        x = FloatVector.broadcast(S, in[a0 + length + k]);
        x0b = x.fma(w0, x0b);
        x = FloatVector.broadcast(S, in[a1 + length + k]);
        x1b = x.fma(w0, x1b);
        pb += L;
        w0 = FloatVector.fromArray(S, w, pc);
        x = FloatVector.broadcast(S, in[a0 + 2 * length + k]);
        x0c = x.fma(w0, x0c);
        x = FloatVector.broadcast(S, in[a1 + 2 * length + k]);
        x1c = x.fma(w0, x1c);
        pc += L;
        w0 = FloatVector.fromArray(S, w, pd);
        x = FloatVector.broadcast(S, in[a0 + 3 * length + k]);
        x0d = x.fma(w0, x0d);
        x = FloatVector.broadcast(S, in[a1 + 3 * length + k]);
        x1d = x.fma(w0, x1d);
        pd += L;
      }
      for (int k = 0; k < rest; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pd);
        FloatVector x = FloatVector.broadcast(S, in[a0 + 4 * length + k]);
        x0d = x.fma(w0, x0d);
        x = FloatVector.broadcast(S, in[a1 + 4 * length + k]);
        x1d = x.fma(w0, x1d);
        pd += L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
    }
    x0a.add(x0b).add(x0c).add(x0d).intoArray(tile, 0);
    x1a.add(x1b).add(x1c).add(x1d).intoArray(tile, L);
  }

  static void fourRowsAllChunks(
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
    int a2 = at[2] + shift;
    int a3 = at[3] + shift;
    FloatVector x0a = FloatVector.fromArray(S, w, start);
    FloatVector x0b = FloatVector.zero(S);
    FloatVector x0c = FloatVector.zero(S);
    FloatVector x0d = FloatVector.zero(S);
    FloatVector x1a = FloatVector.fromArray(S, w, start);
    FloatVector x1b = FloatVector.zero(S);
    FloatVector x1c = FloatVector.zero(S);
    FloatVector x1d = FloatVector.zero(S);
    FloatVector x2a = FloatVector.fromArray(S, w, start);
    FloatVector x2b = FloatVector.zero(S);
    FloatVector x2c = FloatVector.zero(S);
    FloatVector x2d = FloatVector.zero(S);
    FloatVector x3a = FloatVector.fromArray(S, w, start);
    FloatVector x3b = FloatVector.zero(S);
    FloatVector x3c = FloatVector.zero(S);
    FloatVector x3d = FloatVector.zero(S);
    int chunk = segments * length * L;
    int pa = weights;
    int pb = weights + chunk;
    int pc = weights + 2 * chunk;
    int pd = weights + 3 * chunk;
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < length; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pa);
        FloatVector x = FloatVector.broadcast(S, in[a0 + k]);
        x0a = x.fma(w0, x0a);
        x = FloatVector.broadcast(S, in[a1 + k]);
        x1a = x.fma(w0, x1a);
        x = FloatVector.broadcast(S, in[a2 + k]);
        x2a = x.fma(w0, x2a);
        x = FloatVector.broadcast(S, in[a3 + k]);
        x3a = x.fma(w0, x3a);
        pa += L;
        w0 = FloatVector.fromArray(S, w, pb);
        x = FloatVector.broadcast(S, in[a0 + length + k]);
        x0b = x.fma(w0, x0b);
        x = FloatVector.broadcast(S, in[a1 + length + k]);
        x1b = x.fma(w0, x1b);
        x = FloatVector.broadcast(S, in[a2 + length + k]);
        x2b = x.fma(w0, x2b);
        x = FloatVector.broadcast(S, in[a3 + length + k]);
        x3b = x.fma(w0, x3b);
        pb += L;
        w0 = FloatVector.fromArray(S, w, pc);
        x = FloatVector.broadcast(S, in[a0 + 2 * length + k]);
        x0c = x.fma(w0, x0c);
        x = FloatVector.broadcast(S, in[a1 + 2 * length + k]);
        x1c = x.fma(w0, x1c);
        x = FloatVector.broadcast(S, in[a2 + 2 * length + k]);
        x2c = x.fma(w0, x2c);
        x = FloatVector.broadcast(S, in[a3 + 2 * length + k]);
        x3c = x.fma(w0, x3c);
        pc += L;
        w0 = FloatVector.fromArray(S, w, pd);
        x = FloatVector.broadcast(S, in[a0 + 3 * length + k]);
        x0d = x.fma(w0, x0d);
        x = FloatVector.broadcast(S, in[a1 + 3 * length + k]);
        x1d = x.fma(w0, x1d);
        x = FloatVector.broadcast(S, in[a2 + 3 * length + k]);
        x2d = x.fma(w0, x2d);
        x = FloatVector.broadcast(S, in[a3 + 3 * length + k]);
        x3d = x.fma(w0, x3d);
        pd += L;
      }
      for (int k = 0; k < rest; k++) {
        FloatVector w0 = FloatVector.fromArray(S, w, pd);
        FloatVector x = FloatVector.broadcast(S, in[a0 + 4 * length + k]);
        x0d = x.fma(w0, x0d);
        x = FloatVector.broadcast(S, in[a1 + 4 * length + k]);
        x1d = x.fma(w0, x1d);
        x = FloatVector.broadcast(S, in[a2 + 4 * length + k]);
        x2d = x.fma(w0, x2d);
        x = FloatVector.broadcast(S, in[a3 + 4 * length + k]);
        x3d = x.fma(w0, x3d);
        pd += L;
      }
      a0 += segmentStride;
      a1 += segmentStride;
      a2 += segmentStride;
      a3 += segmentStride;
    }
    x0a.add(x0b).add(x0c).add(x0d).intoArray(tile, 0);
    x1a.add(x1b).add(x1c).add(x1d).intoArray(tile, L);
    x2a.add(x2b).add(x2c).add(x2d).intoArray(tile, 2 * L);
    x3a.add(x3b).add(x3c).add(x3d).intoArray(tile, 3 * L);
  }
}
