/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import io.millrace.models.aggregation.kernel.Kernels;
import java.util.Arrays;

/**
 * Batcher's odd-even merge sort ("Sorting networks and their applications", 1968), without the
 * comparisons with rows that are not there.
 */
final class SortingNetwork {
  private final int[] pairs;

  SortingNetwork(int rows) {
    int[] found = new int[16];
    int used = 0;
    for (int p = 1; p < rows; p *= 2) {
      for (int k = p; k >= 1; k /= 2) {
        for (int j = k % p; j + k < rows; j += 2 * k) {
          for (int i = 0; i < Math.min(k, rows - j - k); i++) {
            if ((i + j) / (2 * p) == (i + j + k) / (2 * p)) {
              if (used == found.length) {
                found = Arrays.copyOf(found, 2 * used);
              }
              found[used++] = i + j;
              found[used++] = i + j + k;
            }
          }
        }
      }
    }
    pairs = Arrays.copyOf(found, used);
  }

  int comparisons() {
    return pairs.length / 2;
  }

  /** Sorts every column of a block; row r begins at {@code r · stride}. */
  void sort(Kernels kernels, int[] keys, int stride, int columns) {
    for (int i = 0; i < pairs.length; i += 2) {
      kernels.exchange(keys, pairs[i] * stride, pairs[i + 1] * stride, columns);
    }
  }
}
