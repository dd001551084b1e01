/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

/** How mixed a set of classes is. What a split gains is how much less mixed its branches are. */
public enum SplitCriterion {
  /** Entropy in bits. */
  INFORMATION_GAIN {
    @Override
    double mixed(double[] weights, int classes, double total) {
      double sum = total * Math.log(total);
      for (int c = 0; c < classes; c++) {
        double w = weights[c];
        if (w > 0) {
          sum -= w * Math.log(w);
        }
      }
      return sum * PER_LOG_2;
    }

    @Override
    double range(int classes) {
      return Math.log(Math.max(2, classes)) * PER_LOG_2;
    }
  },
  /** The chance that two draws differ in class. */
  GINI {
    @Override
    double mixed(double[] weights, int classes, double total) {
      double squares = 0;
      for (int c = 0; c < classes; c++) {
        squares += weights[c] * weights[c];
      }
      return total - squares / total;
    }

    @Override
    double range(int classes) {
      return 1;
    }
  };

  private static final double PER_LOG_2 = 1 / Math.log(2);

  /** Impurity times the total weight, which is above 0. */
  abstract double mixed(double[] weights, int classes, double total);

  /** Greatest possible gain. */
  abstract double range(int classes);
}
