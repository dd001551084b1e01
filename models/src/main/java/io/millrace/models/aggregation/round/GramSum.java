/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.round;

import io.millrace.models.aggregation.exact.ExactScalar;
import io.millrace.models.aggregation.rule.Gram;
import java.util.List;

/**
 * Adds the inner products of all fragments, in any order, with the same bits. About half a kilobyte
 * per pair of workers.
 */
public final class GramSum {
  private final List<String> workers;
  private final boolean centred;
  private final int size;
  private final ExactScalar[] sums;

  /** For a round with these workers, in order of their names. */
  public GramSum(List<String> workers, boolean centred) {
    this.workers = List.copyOf(workers);
    this.centred = centred;
    size = workers.size() + (centred ? 1 : 0);
    sums = new ExactScalar[size * (size + 1) / 2];
    java.util.Arrays.setAll(sums, i -> new ExactScalar());
  }

  /** Adds a fragment's products, as {@link BufferedFragment#products} gave them. */
  public void add(double[] products) {
    if (products.length != size * size) {
      throw new IllegalArgumentException(
          products.length + " inner products of " + size + " vectors");
    }
    for (int i = 0, k = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        sums[k++].add(products[i * size + j]);
      }
    }
  }

  /** The matrix. */
  public Gram gram() {
    double[] all = new double[size * size];
    for (int i = 0, k = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        all[i * size + j] = sums[k++].value();
        all[j * size + i] = all[i * size + j];
      }
    }
    return new Gram(workers, centred, all);
  }
}
