/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.round;

import io.millrace.models.aggregation.coordinate.CoordinatePass;
import io.millrace.models.aggregation.kernel.KernelPath;
import io.millrace.models.aggregation.kernel.Kernels;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.RobustRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fragment of a round under a robust rule: the updates in the order of worker names, whatever the
 * order of arrival.
 */
public final class BufferedFragment {
  private final int length;
  private final TreeMap<String, float[]> updates = new TreeMap<>();

  /** An empty round. */
  public BufferedFragment(int length) {
    this.length = length;
  }

  /**
   * Keeps an update; the array is taken over.
   *
   * @throws IllegalArgumentException when the worker has one already, or its length is wrong
   */
  public void accumulate(String worker, float[] values) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "fragment of worker '"
              + worker
              + "' has "
              + values.length
              + " values, must have "
              + length);
    }
    if (updates.putIfAbsent(worker, values) != null) {
      throw new IllegalArgumentException(
          "worker '" + worker + "' has a fragment in this round already");
    }
  }

  /** Adds another part of the same round. */
  public void combine(BufferedFragment other) {
    other.updates.forEach(this::accumulate);
  }

  /** Who is in, in order. */
  public List<String> workers() {
    return new ArrayList<>(updates.keySet());
  }

  public Map<String, float[]> updates() {
    return java.util.Collections.unmodifiableMap(updates);
  }

  /** Drops workers whose other fragments did not make it. */
  public void retain(java.util.Collection<String> workers) {
    updates.keySet().retainAll(workers);
  }

  private float[][] rows(float[] centre) {
    List<float[]> rows = new ArrayList<>(updates.values());
    if (centre != null) {
      rows.add(centre);
    }
    return rows.toArray(float[][]::new);
  }

  /**
   * Inner products over this fragment, lower triangle, row by row.
   *
   * @param centre the previous direction where the rule is centred, else null
   */
  public double[] products(float[] centre) {
    float[][] rows = rows(centre);
    double[] products = new double[rows.length * rows.length];
    KernelPath.best().gram(rows, 0, length, products, new double[Kernels.gramScratch(rows.length)]);
    return products;
  }

  /**
   * The direction of the round.
   *
   * @param coefficients of the mixings, null when the rule has none
   * @param centre as for {@link #products}
   */
  public void finish(RobustRule rule, Coefficients coefficients, float[] centre, float[] out) {
    new CoordinatePass(rule.coordinates()).run(rows(centre), coefficients, length, out, 0);
  }

  /** Squared distances over this fragment of every update and a result, in order of names. */
  public double[] distances(float[] result) {
    double[] distances = new double[updates.size()];
    int at = 0;
    for (float[] update : updates.values()) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        double away = (double) update[i] - result[i];
        sum += away * away;
      }
      distances[at++] = sum;
    }
    return distances;
  }
}
