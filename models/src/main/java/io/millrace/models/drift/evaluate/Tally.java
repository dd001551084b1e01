/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * The sums that all measures are made of. Per class these are only what was true, what was
 * predicted and what was both, so that memory grows with the number of classes, not its square.
 */
final class Tally {
  private static final int BINS = Scores.CALIBRATION_BINS;
  private static final int MAX_CLASSES = 1 << 16;

  private double weight;
  private double right;
  private double majorityRight;
  private double noChangeRight;
  private double loss;
  private final double[] binWeight = new double[BINS];
  private final double[] binRight = new double[BINS];
  private final double[] binConfidence = new double[BINS];
  private double[] truths = new double[8];
  private double[] predictions = new double[8];
  private double[] hits = new double[8];
  private int classes;
  private int majority;

  /** The class that was true most often, the first of equals; 0 before there is one. */
  int majority() {
    return majority;
  }

  void add(int label, int predicted, double confidence, double outcomeLoss, double w) {
    grow(Math.max(label, predicted) + 1);
    weight += w;
    loss += w * outcomeLoss;
    truths[label] += w;
    predictions[predicted] += w;
    int bin = Math.min((int) (confidence * BINS), BINS - 1);
    binWeight[bin] += w;
    binConfidence[bin] += w * confidence;
    if (label == predicted) {
      right += w;
      hits[label] += w;
      binRight[bin] += w;
    }
    if (w > 0) {
      gained(label);
    } else if (label == majority) {
      findMajority();
    }
  }

  void write(PieceWriter out) {
    out.amount(weight);
    out.amount(right);
    out.amount(majorityRight);
    out.amount(noChangeRight);
    out.float64(loss);
    for (int bin = 0; bin < BINS; bin++) {
      out.amount(binWeight[bin]);
      if (binWeight[bin] > 0) {
        out.amount(binRight[bin]);
        out.float64(binConfidence[bin]);
      }
    }
    out.varint(classes);
    for (int c = 0; c < classes; c++) {
      out.amount(truths[c]);
      out.amount(predictions[c]);
      out.amount(hits[c]);
    }
    out.varint(majority);
  }

  /** Reads into a tally without judgements. */
  void read(PieceReader in) {
    weight = in.amount();
    right = in.amount();
    majorityRight = in.amount();
    noChangeRight = in.amount();
    loss = in.float64();
    for (int bin = 0; bin < BINS; bin++) {
      binWeight[bin] = in.amount();
      if (binWeight[bin] > 0) {
        binRight[bin] = in.amount();
        binConfidence[bin] = in.float64();
      }
    }
    int count = in.count("classes", MAX_CLASSES);
    grow(count);
    for (int c = 0; c < count; c++) {
      truths[c] = in.amount();
      predictions[c] = in.amount();
      hits[c] = in.amount();
    }
    majority = in.count("as the majority", MAX_CLASSES);
  }

  /** What the two simple predictors got right. */
  void addBaselines(boolean majorityWasRight, boolean noChangeWasRight, double w) {
    majorityRight += majorityWasRight ? w : 0;
    noChangeRight += noChangeWasRight ? w : 0;
  }

  private void gained(int label) {
    if (truths[label] > truths[majority]
        || (truths[label] == truths[majority] && label < majority)) {
      majority = label;
    }
  }

  private void findMajority() {
    majority = 0;
    for (int c = 1; c < classes; c++) {
      if (truths[c] > truths[majority]) {
        majority = c;
      }
    }
  }

  private void grow(int needed) {
    if (needed > truths.length) {
      int length = Math.max(needed, 2 * truths.length);
      truths = Arrays.copyOf(truths, length);
      predictions = Arrays.copyOf(predictions, length);
      hits = Arrays.copyOf(hits, length);
    }
    classes = Math.max(classes, needed);
  }

  void clear() {
    scale(0);
    majority = 0;
  }

  /** Multiplies all sums, which changes no measure unless by 0. */
  void scale(double factor) {
    weight *= factor;
    right *= factor;
    majorityRight *= factor;
    noChangeRight *= factor;
    loss *= factor;
    scale(binWeight, BINS, factor);
    scale(binRight, BINS, factor);
    scale(binConfidence, BINS, factor);
    scale(truths, classes, factor);
    scale(predictions, classes, factor);
    scale(hits, classes, factor);
  }

  private static void scale(double[] sums, int length, double factor) {
    for (int i = 0; i < length; i++) {
      sums[i] *= factor;
    }
  }

  /**
   * The measures.
   *
   * @param unit the weight of one instance
   */
  Scores scores(double unit) {
    if (!(weight > 0)) {
      return Scores.NONE;
    }
    double accuracy = right / weight;
    return new Scores(
        weight / unit,
        accuracy,
        above(accuracy, chance()),
        above(accuracy, majorityRight / weight),
        above(accuracy, noChangeRight / weight),
        f1(),
        gMean(),
        Math.max(0, loss / weight),
        calibrationError());
  }

  private static double above(double accuracy, double baseline) {
    return baseline < 1 ? (accuracy - baseline) / (1 - baseline) : 0;
  }

  private double chance() {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += truths[c] / weight * (predictions[c] / weight);
    }
    return sum;
  }

  private double f1() {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < classes; c++) {
      if (truths[c] + predictions[c] > 0) {
        sum += 2 * hits[c] / (truths[c] + predictions[c]);
        present++;
      }
    }
    return sum / present;
  }

  private double gMean() {
    double logarithms = 0;
    int present = 0;
    for (int c = 0; c < classes; c++) {
      if (truths[c] > 0) {
        logarithms += Math.log(hits[c] / truths[c]);
        present++;
      }
    }
    return Math.exp(logarithms / present);
  }

  private double calibrationError() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(binRight[bin] - binConfidence[bin]);
    }
    return sum / weight;
  }
}
