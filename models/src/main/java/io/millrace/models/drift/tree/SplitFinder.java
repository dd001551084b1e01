/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.bayes.Statistics;
import java.util.Arrays;

/**
 * Finds the attribute whose best test gains most, and how much the next best attribute gains.
 * Numeric attributes are tried at ten points between the least and the greatest value, equally far
 * apart, with the share of each class on either side taken from its Gaussian (Pfahringer, Holmes,
 * Kirkby, "Handling numeric attributes in Hoeffding trees", PAKDD 2008). A test must leave one
 * percent of the weight in each of two branches. Gains count only as far as the attribute is
 * present. Holds the result of its last search; for one thread.
 */
final class SplitFinder {
  private static final int POINTS = 10;
  private static final double LEAST_SHARE = 0.01;

  private final SplitCriterion criterion;
  private final boolean binary;

  private double bestGain;
  private double secondGain;
  private Split.Test test;
  private int index;
  private double value;

  // Per row: weights of an attribute, its parts left and right, mean, and 1 / standard deviation.
  private double[] whole = new double[0];
  private double[] left = whole;
  private double[] right = whole;
  private double[] mean = whole;
  private double[] scale = whole;

  SplitFinder(SplitCriterion criterion, boolean binary) {
    this.criterion = criterion;
    this.binary = binary;
  }

  /** Above 0 when there is anything to split on. */
  double bestGain() {
    return bestGain;
  }

  /** 0 when there is no other attribute: not splitting gains as much. */
  double secondGain() {
    return secondGain;
  }

  Split.Test test() {
    return test;
  }

  /** Among the selection's attributes of the kind that the test is for. */
  int index() {
    return index;
  }

  double value() {
    return value;
  }

  void search(Statistics s) {
    reserve(s.size());
    bestGain = 0;
    secondGain = 0;
    test = null;
    double total = 0;
    for (int r = 0; r < s.size(); r++) {
      total += s.weight(r);
    }
    for (int i = 0; i < s.selection().numericCount(); i++) {
      searchNumeric(s, i, total);
    }
    for (int j = 0; j < s.selection().nominalCount(); j++) {
      searchNominal(s, j, total);
    }
  }

  private void reserve(int rows) {
    if (rows > whole.length) {
      whole = new double[rows];
      left = new double[rows];
      right = new double[rows];
      mean = new double[rows];
      scale = new double[rows];
    }
  }

  private void offer(double gain, Split.Test newTest, int newIndex, double newValue) {
    if (gain > bestGain) {
      secondGain = bestGain;
      bestGain = gain;
      test = newTest;
      index = newIndex;
      value = newValue;
    } else if (gain > secondGain) {
      secondGain = gain;
    }
  }

  private void searchNumeric(Statistics s, int i, double total) {
    int n = s.size();
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double present = 0;
    for (int r = 0; r < n; r++) {
      double w = s.numericWeight(r, i);
      whole[r] = w;
      present += w;
      least = Math.min(least, s.least(r, i));
      greatest = Math.max(greatest, s.greatest(r, i));
      double variance = s.variance(r, i);
      mean[r] = s.mean(r, i);
      scale[r] = variance > 0 ? 1 / Math.sqrt(variance) : Double.POSITIVE_INFINITY;
    }
    if (!(greatest > least)) {
      return;
    }
    double before = criterion.mixed(whole, n, present);
    double lowest = Double.POSITIVE_INFINITY;
    double bestPoint = 0;
    double step = (greatest - least) / (POINTS + 1);
    for (int p = 1; p <= POINTS; p++) {
      double point = least + p * step;
      if (point <= least || point >= greatest) {
        continue;
      }
      double leftTotal = 0;
      for (int r = 0; r < n; r++) {
        double l = whole[r] * share(s, r, i, point);
        left[r] = l;
        right[r] = whole[r] - l;
        leftTotal += l;
      }
      double rightTotal = present - leftTotal;
      if (Math.min(leftTotal, rightTotal) > LEAST_SHARE * present) {
        double after = criterion.mixed(left, n, leftTotal) + criterion.mixed(right, n, rightTotal);
        if (after < lowest) {
          lowest = after;
          bestPoint = point;
        }
      }
    }
    offer((before - lowest) / total, Split.Test.AT_MOST, i, bestPoint);
  }

  private double share(Statistics s, int r, int i, double point) {
    if (point < s.least(r, i)) {
      return 0;
    }
    if (point >= s.greatest(r, i)) {
      return 1;
    }
    return share(point - mean[r], scale[r]);
  }

  private static double share(double distance, double scale) {
    if (scale == Double.POSITIVE_INFINITY) {
      return distance >= 0 ? 1 : 0;
    }
    return NormalCdf.of(distance * scale);
  }

  private void searchNominal(Statistics s, int j, double total) {
    int n = s.size();
    int codes = s.codes(j);
    if (codes < 2) {
      return;
    }
    Arrays.fill(whole, 0, n, 0);
    double present = 0;
    for (int code = 0; code < codes; code++) {
      for (int r = 0; r < n; r++) {
        double w = s.count(r, j, code);
        whole[r] += w;
        present += w;
      }
    }
    if (!(present > 0)) {
      return;
    }
    double before = criterion.mixed(whole, n, present);
    if (binary) {
      searchOneCode(s, j, before, present, total);
    } else {
      searchAllCodes(s, j, before, present, total);
    }
  }

  private void searchAllCodes(Statistics s, int j, double before, double present, double total) {
    int n = s.size();
    double after = 0;
    int large = 0;
    for (int code = 0; code < s.codes(j); code++) {
      double weight = 0;
      for (int r = 0; r < n; r++) {
        left[r] = s.count(r, j, code);
        weight += left[r];
      }
      if (weight > 0) {
        after += criterion.mixed(left, n, weight);
      }
      if (weight > LEAST_SHARE * present) {
        large++;
      }
    }
    if (large >= 2) {
      offer((before - after) / total, Split.Test.CODE, j, 0);
    }
  }

  private void searchOneCode(Statistics s, int j, double before, double present, double total) {
    int n = s.size();
    double lowest = Double.POSITIVE_INFINITY;
    int bestCode = 0;
    for (int code = 0; code < s.codes(j); code++) {
      double weight = 0;
      for (int r = 0; r < n; r++) {
        left[r] = s.count(r, j, code);
        right[r] = whole[r] - left[r];
        weight += left[r];
      }
      double rest = present - weight;
      if (Math.min(weight, rest) > LEAST_SHARE * present) {
        double after = criterion.mixed(left, n, weight) + criterion.mixed(right, n, rest);
        if (after < lowest) {
          lowest = after;
          bestCode = code;
        }
      }
    }
    offer((before - lowest) / total, Split.Test.EQUALS, j, bestCode);
  }

  /** Class weights in the branches of the test found, as the statistics estimate them. */
  double[][] branches(Statistics s, int classes) {
    int count = test == Split.Test.CODE ? s.codes(index) : 2;
    double[][] weights = new double[count][classes];
    for (int r = 0; r < s.size(); r++) {
      int label = s.label(r);
      if (test == Split.Test.AT_MOST) {
        double whole = s.numericWeight(r, index);
        double variance = s.variance(r, index);
        mean[r] = s.mean(r, index);
        scale[r] = variance > 0 ? 1 / Math.sqrt(variance) : Double.POSITIVE_INFINITY;
        double l = whole * share(s, r, index, value);
        weights[0][label] = l;
        weights[1][label] = whole - l;
        continue;
      }
      for (int code = 0; code < s.codes(index); code++) {
        int branch = test == Split.Test.CODE ? code : code == value ? 0 : 1;
        weights[branch][label] += s.count(r, index, code);
      }
    }
    return weights;
  }
}
