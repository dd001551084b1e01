/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.moments;

import io.millrace.models.aggregation.exact.ExactScalar;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.shape.ModelShape;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over whole tensors, gathered from fragments in any order: two numbers per worker and tensor,
 * and two per tensor of the mean.
 */
public final class TensorMoments {
  private final ModelShape shape;
  private final Map<String, ExactScalar[]> workers = new TreeMap<>();
  private final ExactScalar[] mean;

  /** Nothing yet. */
  public TensorMoments(ModelShape shape) {
    this.shape = shape;
    mean = fresh();
  }

  private ExactScalar[] fresh() {
    ExactScalar[] sums = new ExactScalar[2 * shape.tensors().size()];
    java.util.Arrays.setAll(sums, i -> new ExactScalar());
    return sums;
  }

  /** Adds a stretch of a worker's tensor. */
  public void add(String worker, int tensor, float[] values, int at, int count) {
    add(workers.computeIfAbsent(worker, w -> fresh()), tensor, values, at, count);
  }

  /** Adds a stretch of the mean of a tensor. */
  public void addMean(int tensor, float[] values, int at, int count) {
    add(mean, tensor, values, at, count);
  }

  private static void add(ExactScalar[] sums, int tensor, float[] values, int at, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = at; i < at + count; i++) {
      double value = values[i];
      sum += value;
      squares += value * value;
    }
    sums[2 * tensor].add(sum);
    sums[2 * tensor + 1].add(squares);
  }

  /** One correction per tensor. */
  public MomentsRule.Correction[] solve(MomentsRule rule) {
    MomentsRule.Correction[] corrections = new MomentsRule.Correction[shape.tensors().size()];
    for (int t = 0; t < corrections.length; t++) {
      long values = shape.tensors().get(t).values();
      double variances = 0;
      for (ExactScalar[] sums : workers.values()) {
        double average = sums[2 * t].value() / values;
        variances += Math.max(0, sums[2 * t + 1].value() / values - average * average);
      }
      corrections[t] =
          values == 0 || workers.isEmpty()
              ? MomentsRule.Correction.NONE
              : rule.solve(
                  values, workers.size(), mean[2 * t].value(), mean[2 * t + 1].value(), variances);
    }
    return corrections;
  }
}
