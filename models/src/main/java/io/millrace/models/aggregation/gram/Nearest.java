/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Gram;
import java.util.Arrays;
import java.util.Comparator;

/** Orders vectors by distance; the earlier worker name first where distances are equal. */
final class Nearest {
  private Nearest() {}

  /** The nearest updates to a vector, itself among them if it is an update. */
  static int[] of(Gram gram, int vector, int count) {
    double[] distances = new double[gram.updates()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = gram.distance(vector, i);
    }
    return smallest(distances, count);
  }

  /** The places of the smallest values, in rising order of value. */
  static int[] smallest(double[] values, int count) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    int[] first = new int[count];
    Arrays.setAll(first, i -> order[i]);
    return first;
  }

  /** Equal coefficients for some vectors. */
  static double[] average(int vectors, int[] chosen) {
    double[] row = new double[vectors];
    for (int i : chosen) {
      row[i] = 1.0 / chosen.length;
    }
    return row;
  }
}
