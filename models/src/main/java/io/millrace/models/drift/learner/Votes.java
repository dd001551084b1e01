/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import java.util.Arrays;

/**
 * Votes for classes, reusable: non-negative, not normalised, for as many classes as have been seen.
 * No vote at all (all zero) means that the learner does not know.
 */
public final class Votes {
  private double[] votes = new double[8];
  private int classes;

  /** Forgets all votes; the number of classes is given. */
  public void clear(int newClasses) {
    if (newClasses > votes.length) {
      votes = new double[Math.max(newClasses, 2 * votes.length)];
    } else {
      Arrays.fill(votes, 0, Math.max(newClasses, classes), 0);
    }
    classes = newClasses;
  }

  public int classes() {
    return classes;
  }

  /** 0 for a class beyond those voted on. */
  public double of(int label) {
    return label < classes ? votes[label] : 0;
  }

  public void set(int label, double vote) {
    votes[label] = vote;
  }

  public void add(int label, double vote) {
    votes[label] += vote;
  }

  public double sum() {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += votes[c];
    }
    return sum;
  }

  /** Makes the votes sum to one; leaves them when they sum to zero. */
  public void normalise() {
    double sum = sum();
    if (sum > 0) {
      for (int c = 0; c < classes; c++) {
        votes[c] /= sum;
      }
    }
  }

  /** The class with most votes, the first of equals; 0 when there is none. */
  public int winner() {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (votes[c] > votes[best]) {
        best = c;
      }
    }
    return best;
  }
}
