/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import io.millrace.models.graph.stream.EdgeList;

/**
 * Training, validation and test by quantiles of time.
 *
 * @param validation index of the first edge of the validation
 * @param test index of the first edge of the test
 * @param end number of edges
 */
public record Split(int validation, int test, int end) {
  /**
   * Splits where times exceed the linearly interpolated quantiles, so that equal times stay
   * together.
   *
   * @param training share of the edges, above 0
   * @param validation share, 0 or more; the rest is the test
   */
  public static Split of(EdgeList edges, double training, double validation) {
    if (!(training > 0) || !(validation >= 0) || !(training + validation < 1)) {
      throw new IllegalArgumentException(
          "split %s,%s: give shares of training and validation that leave some for the test"
              .formatted(training, validation));
    }
    return new Split(after(edges, training), after(edges, training + validation), edges.size());
  }

  private static int after(EdgeList edges, double share) {
    double position = share * (edges.size() - 1);
    int below = (int) position;
    long low = edges.time(below);
    long high = edges.time(Math.min(below + 1, edges.size() - 1));
    double quantile = low + (position - below) * (high - low);
    int index = below;
    while (index < edges.size() && edges.time(index) <= quantile) {
      index++;
    }
    return index;
  }
}
