/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Pools one row, lanes over channels; element by element as the plain loops do. */
final class VectorPool {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private VectorPool() {}

  static void row(
      boolean average,
      int kernel,
      int tapStride,
      int channels,
      float[] in,
      int from,
      float[] out,
      int to) {
    int whole = S.loopBound(channels);
    if (average) {
      for (int c = 0; c < whole; c += L) {
        FloatVector sum = FloatVector.fromArray(S, in, from + c);
        for (int j = 1; j < kernel; j++) {
          sum = sum.add(FloatVector.fromArray(S, in, from + c + j * tapStride));
        }
        sum.div((float) kernel).intoArray(out, to + c);
      }
    } else {
      for (int c = 0; c < whole; c += L) {
        FloatVector max = FloatVector.fromArray(S, in, from + c);
        for (int j = 1; j < kernel; j++) {
          max = max.max(FloatVector.fromArray(S, in, from + c + j * tapStride));
        }
        max.intoArray(out, to + c);
      }
    }
    for (int c = whole; c < channels; c++) {
      float pooled = in[from + c];
      for (int j = 1; j < kernel; j++) {
        float x = in[from + c + j * tapStride];
        pooled = average ? pooled + x : Math.max(pooled, x);
      }
      out[to + c] = average ? pooled / kernel : pooled;
    }
  }
}
