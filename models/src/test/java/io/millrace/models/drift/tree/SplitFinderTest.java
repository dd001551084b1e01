/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.bayes.Selection;
import io.millrace.models.drift.bayes.Statistics;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against an oracle that keeps all instances and computes everything anew, in two passes. */
class SplitFinderTest {
  private static final int NUMERIC = 4;
  private static final int ALL = 7;

  private record Row(double[] x, int label, double weight) {}

  /** The best test of one attribute. */
  private record Best(double gain, double value) {}

  @Test
  void splitsEqualABruteForceOracle() {
    int found = 0;
    for (int seed = 0; seed < 300; seed++) {
      for (SplitCriterion criterion : SplitCriterion.values()) {
        for (boolean binary : new boolean[] {false, true}) {
          List<Row> rows = rows(seed);
          Statistics statistics = statistics(rows);
          SplitFinder finder = new SplitFinder(criterion, binary);
          finder.search(statistics);
          found += compare(rows, criterion, binary, finder, statistics) ? 1 : 0;
        }
      }
    }
    assertThat(found).isGreaterThan(1_000);
  }

  private static boolean compare(
      List<Row> rows,
      SplitCriterion criterion,
      boolean binary,
      SplitFinder finder,
      Statistics statistics) {
    Best[] best = new Best[ALL];
    double[] gains = new double[ALL + 1];
    for (int a = 0; a < ALL; a++) {
      best[a] = a < NUMERIC ? numeric(rows, a, criterion) : nominal(rows, a, criterion, binary);
      gains[a] = Math.max(0, best[a].gain());
    }
    Arrays.sort(gains);
    assertThat(finder.bestGain()).isCloseTo(gains[ALL], within(1e-6));
    assertThat(finder.secondGain()).isCloseTo(gains[ALL - 1], within(1e-6));
    if (gains[ALL] - gains[ALL - 1] < 1e-5) {
      return false;
    }
    int attribute =
        finder.test() == Split.Test.AT_MOST
            ? statistics.selection().numeric(finder.index())
            : statistics.selection().nominal(finder.index());
    assertThat(best[attribute].gain()).isCloseTo(gains[ALL], within(1e-6));
    double[][] branches = finder.branches(statistics, 4);
    double whole =
        rows.stream().filter(row -> !Double.isNaN(row.x[attribute])).mapToDouble(Row::weight).sum();
    double sum = Arrays.stream(branches).flatMapToDouble(Arrays::stream).sum();
    assertThat(sum).isCloseTo(whole, within(1e-9));
    if (finder.test() != Split.Test.AT_MOST) {
      for (int b = 0; b < branches.length; b++) {
        for (int c = 0; c < 4; c++) {
          assertThat(branches[b][c]).isEqualTo(counted(rows, attribute, finder, b, c));
        }
      }
    }
    return true;
  }

  private static double counted(
      List<Row> rows, int attribute, SplitFinder finder, int branch, int label) {
    double sum = 0;
    for (Row row : rows) {
      double v = row.x[attribute];
      boolean there =
          finder.test() == Split.Test.CODE
              ? v == branch
              : branch == 0 ? v == finder.value() : !Double.isNaN(v) && v != finder.value();
      if (there && row.label == label) {
        sum += row.weight;
      }
    }
    return sum;
  }

  private static List<Row> rows(int seed) {
    Random random = new Random(seed);
    int count = 2 + random.nextInt(60);
    int classes = 2 + random.nextInt(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(classes);
      double[] x = {
        random.nextGaussian() + label,
        random.nextInt(3),
        1e6 + random.nextDouble() * (label + 1),
        4,
        random.nextInt(3),
        random.nextInt(2) == 0 ? label : random.nextInt(6),
        2
      };
      if (seed % 3 == 0 && random.nextInt(4) == 0) {
        x[random.nextInt(ALL)] = Double.NaN;
      }
      rows.add(new Row(x, label, seed % 2 == 0 ? 1 : 1 + random.nextInt(3)));
    }
    return rows;
  }

  private static Statistics statistics(List<Row> rows) {
    BitSet nominal = new BitSet();
    nominal.set(NUMERIC, ALL);
    Attributes attributes = Attributes.of(ALL, nominal);
    Statistics statistics = new Statistics(Selection.all(attributes));
    Features features = new Features(attributes);
    for (Row row : rows) {
      features.take(row.x);
      statistics.add(features, row.label, row.weight);
    }
    return statistics;
  }

  private static Best numeric(List<Row> all, int a, SplitCriterion criterion) {
    List<Row> rows = all.stream().filter(row -> !Double.isNaN(row.x[a])).toList();
    double least = rows.stream().mapToDouble(row -> row.x[a]).min().orElse(0);
    double greatest = rows.stream().mapToDouble(row -> row.x[a]).max().orElse(0);
    least = outward(least, false);
    greatest = outward(greatest, true);
    Best best = new Best(0, 0);
    for (int p = 1; p <= 10 && greatest > least; p++) {
      double point = least + p * ((greatest - least) / 11);
      double[] left = new double[4];
      double[] right = new double[4];
      for (int c = 0; c < 4; c++) {
        int label = c;
        List<Row> own = rows.stream().filter(row -> row.label == label).toList();
        double weight = own.stream().mapToDouble(Row::weight).sum();
        left[c] = own.isEmpty() ? 0 : weight * share(own, a, point);
        right[c] = weight - left[c];
      }
      best = better(best, gain(criterion, new double[][] {left, right}, all), point);
    }
    return best;
  }

  private static double outward(double v, boolean up) {
    float f = (float) v;
    return up ? (f < v ? Math.nextUp(f) : f) : f > v ? Math.nextDown(f) : f;
  }

  private static double share(List<Row> own, int a, double point) {
    double weight = own.stream().mapToDouble(Row::weight).sum();
    double mean = own.stream().mapToDouble(row -> row.weight * row.x[a]).sum() / weight;
    double squares =
        own.stream().mapToDouble(row -> row.weight * (row.x[a] - mean) * (row.x[a] - mean)).sum();
    double least = own.stream().mapToDouble(row -> row.x[a]).min().orElseThrow();
    double greatest = own.stream().mapToDouble(row -> row.x[a]).max().orElseThrow();
    if (point < outward(least, false) || point >= outward(greatest, true)) {
      return point < outward(least, false) ? 0 : 1;
    }
    if (squares == 0) {
      return point >= mean ? 1 : 0;
    }
    return NormalCdfTest.exact((point - mean) / Math.sqrt(squares / (weight - 1)));
  }

  private static Best nominal(List<Row> all, int a, SplitCriterion criterion, boolean binary) {
    int codes =
        (int) all.stream().mapToDouble(row -> row.x[a]).filter(v -> v >= 0).max().orElse(-1);
    Best best = new Best(0, 0);
    double[][] each = new double[codes + 1][4];
    for (Row row : all) {
      if (!Double.isNaN(row.x[a])) {
        each[(int) row.x[a]][row.label] += row.weight;
      }
    }
    if (!binary) {
      return better(best, gain(criterion, each, all), 0);
    }
    for (int code = 0; code <= codes && codes > 0; code++) {
      double[] rest = new double[4];
      for (int other = 0; other <= codes; other++) {
        for (int c = 0; c < 4; c++) {
          rest[c] += other == code ? 0 : each[other][c];
        }
      }
      best = better(best, gain(criterion, new double[][] {each[code], rest}, all), code);
    }
    return best;
  }

  private static Best better(Best best, double gain, double value) {
    return gain > best.gain() ? new Best(gain, value) : best;
  }

  private static double gain(SplitCriterion criterion, double[][] branches, List<Row> all) {
    double[] whole = new double[4];
    double weight = 0;
    for (double[] branch : branches) {
      for (int c = 0; c < 4; c++) {
        whole[c] += branch[c];
        weight += branch[c];
      }
    }
    int large = 0;
    double after = 0;
    for (double[] branch : branches) {
      double sum = Arrays.stream(branch).sum();
      after += sum / weight * impurity(criterion, branch);
      large += sum > 0.01 * weight ? 1 : 0;
    }
    double known = weight / all.stream().mapToDouble(Row::weight).sum();
    return large < 2 ? 0 : known * (impurity(criterion, whole) - after);
  }

  private static double impurity(SplitCriterion criterion, double[] weights) {
    double sum = Arrays.stream(weights).sum();
    double impurity = criterion == SplitCriterion.GINI ? 1 : 0;
    for (double w : weights) {
      double p = sum > 0 ? w / sum : 0;
      if (criterion == SplitCriterion.GINI) {
        impurity -= p * p;
      } else if (p > 0) {
        impurity -= p * Math.log(p) / Math.log(2);
      }
    }
    return sum > 0 ? impurity : 0;
  }
}
