/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import java.util.Arrays;
import java.util.List;

/** Computes all measures anew from weighted judgements, each by its definition. */
final class Oracle {
  /**
   * @param majority what the majority predictor said
   * @param noChange the label before
   */
  record Judgement(
      int label, int predicted, double confidence, double loss, int majority, int noChange) {}

  private final List<Judgement> judgements;
  private final double[] weights;
  private final int classes;

  Oracle(List<Judgement> judgements, double[] weights) {
    this.judgements = judgements;
    this.weights = weights;
    classes =
        1 + judgements.stream().mapToInt(j -> Math.max(j.label(), j.predicted())).max().orElse(0);
  }

  /** A yes or a number for each judgement. */
  private interface Measure {
    double of(Judgement judgement);
  }

  private double sum(Measure measure) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * measure.of(judgements.get(i));
    }
    return sum;
  }

  private double mean(Measure measure) {
    return sum(measure) / sum(j -> 1);
  }

  Scores scores() {
    double accuracy = mean(j -> j.label() == j.predicted() ? 1 : 0);
    double majority = mean(j -> j.label() == j.majority() ? 1 : 0);
    double noChange = mean(j -> j.label() == j.noChange() ? 1 : 0);
    return new Scores(
        Arrays.stream(weights).sum(),
        accuracy,
        kappa(accuracy),
        majority < 1 ? 1 - (1 - accuracy) / (1 - majority) : 0,
        noChange < 1 ? 1 - (1 - accuracy) / (1 - noChange) : 0,
        f1(),
        gMean(),
        mean(Judgement::loss),
        calibrationError());
  }

  private double kappa(double accuracy) {
    double chance = 0;
    for (int k = 0; k < classes; k++) {
      int c = k;
      chance += mean(j -> j.label() == c ? 1 : 0) * mean(j -> j.predicted() == c ? 1 : 0);
    }
    return chance < 1 ? 1 - (1 - accuracy) / (1 - chance) : 0;
  }

  private double f1() {
    double total = 0;
    int present = 0;
    for (int k = 0; k < classes; k++) {
      int c = k;
      double hits = sum(j -> j.label() == c && j.predicted() == c ? 1 : 0);
      double truths = sum(j -> j.label() == c ? 1 : 0);
      double predictions = sum(j -> j.predicted() == c ? 1 : 0);
      if (truths == 0 && predictions == 0) {
        continue;
      }
      present++;
      double precision = predictions == 0 ? 0 : hits / predictions;
      double recall = truths == 0 ? 0 : hits / truths;
      total += precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
    return total / present;
  }

  private double gMean() {
    double product = 1;
    int present = 0;
    for (int k = 0; k < classes; k++) {
      int c = k;
      double truths = sum(j -> j.label() == c ? 1 : 0);
      if (truths > 0) {
        product *= sum(j -> j.label() == c && j.predicted() == c ? 1 : 0) / truths;
        present++;
      }
    }
    return Math.pow(product, 1.0 / present);
  }

  private double calibrationError() {
    double error = 0;
    double all = sum(j -> 1);
    for (int bin = 0; bin < 15; bin++) {
      double low = bin / 15.0;
      double high = bin == 14 ? 2 : (bin + 1) / 15.0;
      double inside = sum(j -> j.confidence() >= low && j.confidence() < high ? 1 : 0);
      if (inside > 0) {
        double confidence =
            sum(j -> j.confidence() >= low && j.confidence() < high ? j.confidence() : 0) / inside;
        double accuracy =
            sum(
                    j ->
                        j.confidence() >= low && j.confidence() < high && j.label() == j.predicted()
                            ? 1
                            : 0)
                / inside;
        error += inside / all * Math.abs(accuracy - confidence);
      }
    }
    return error;
  }
}
