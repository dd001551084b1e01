/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import java.util.Arrays;

/** Buffers that grow and are never given back. */
public final class Floats {
  private Floats() {}

  /** The buffer, or a larger one that keeps its content, when it holds fewer than so many. */
  public static float[] fit(float[] buffer, int length) {
    return buffer.length >= length ? buffer : Arrays.copyOf(buffer, grown(buffer.length, length));
  }

  /** As {@link #fit(float[], int)}. */
  public static int[] fit(int[] buffer, int length) {
    return buffer.length >= length ? buffer : Arrays.copyOf(buffer, grown(buffer.length, length));
  }

  /** As {@link #fit(float[], int)}. */
  public static long[] fit(long[] buffer, int length) {
    return buffer.length >= length ? buffer : Arrays.copyOf(buffer, grown(buffer.length, length));
  }

  private static int grown(int length, int needed) {
    return Math.max(needed, length + length / 2);
  }
}
