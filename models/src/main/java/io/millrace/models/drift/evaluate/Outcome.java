/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import io.millrace.models.drift.learner.Votes;

/** One prediction and what became of it; reusable. */
public final class Outcome {
  /** Smaller probabilities of the true class count as this one. */
  public static final double SMALLEST_PROBABILITY = 1e-15;

  private int label;
  private int predicted;
  private double confidence;
  private double loss;

  /**
   * Judges votes. They are normalised for it, but stay as they are; one that is negative or NaN
   * counts as none. Without any vote the prediction is class 0, with the probability that guessing
   * gives it.
   *
   * @param trueLabel 0 or more
   */
  public void judge(int trueLabel, Votes votes) {
    if (trueLabel < 0) {
      throw new IllegalArgumentException(
          "label " + trueLabel + ": only instances with a label, 0 or more, can be judged");
    }
    label = trueLabel;
    predicted = 0;
    double most = 0;
    for (int c = 0; c < votes.classes(); c++) {
      if (votes.of(c) > most) {
        most = votes.of(c);
        predicted = c;
      }
    }
    double right;
    if (most > 0) {
      double sum = 0;
      for (int c = 0; c < votes.classes(); c++) {
        sum += share(votes.of(c), most);
      }
      confidence = 1 / sum;
      right = share(votes.of(label), most) / sum;
    } else {
      confidence = 1.0 / Math.max(votes.classes(), label + 1);
      right = confidence;
    }
    loss = 0 - Math.log(Math.max(right, SMALLEST_PROBABILITY));
  }

  /** Dividing by the largest first keeps the sum of huge and of tiny votes finite. */
  private static double share(double vote, double most) {
    if (vote == most) {
      return 1;
    }
    return vote > 0 ? vote / most : 0;
  }

  /** The true class. */
  public int label() {
    return label;
  }

  /** The class with most votes, the first of equals. */
  public int predicted() {
    return predicted;
  }

  /** Whether the prediction was right. */
  public boolean right() {
    return label == predicted;
  }

  /** The probability of the predicted class, above 0 and at most 1. */
  public double confidence() {
    return confidence;
  }

  /** Minus the natural logarithm of the probability of the true class, 0 to 34.6. */
  public double loss() {
    return loss;
  }
}
