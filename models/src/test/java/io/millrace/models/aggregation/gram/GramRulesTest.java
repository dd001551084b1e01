/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Rules on inner products against the same rules written on the vectors themselves. */
class GramRulesTest {
  private static final Offset<Double> NEAR = within(1e-8);
  private static final double[][] LINE = {{0}, {1}, {2}, {3}, {100}};

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int c = 0; c < actual.length; c++) {
      assertThat(actual[c]).isCloseTo(expected[c], NEAR);
    }
  }

  private static double krumScore(List<double[]> vectors, int i, int neighbours) {
    List<Double> distances = new ArrayList<>();
    for (int j = 0; j < vectors.size(); j++) {
      if (j != i) {
        distances.add(Vectors.squared(vectors.get(i), vectors.get(j)));
      }
    }
    return distances.stream().sorted().limit(neighbours).mapToDouble(d -> d).sum();
  }

  private static List<double[]> nearest(double[][] vectors, double[] pivot, int count) {
    return Arrays.stream(vectors)
        .sorted(Comparator.comparingDouble(v -> Vectors.squared(v, pivot)))
        .limit(count)
        .toList();
  }

  @Test
  void krumByHand() {
    // f = 1 of 5, two neighbours: scores 5, 2, 2, 5, huge; the first of equals wins.
    assertClose(Vectors.mix(new Krum(1, 1), LINE, null)[0], new double[] {1});
    assertClose(Vectors.mix(new Krum(1, 0), LINE, null)[0], new double[] {1.5});
  }

  @Test
  void krumAndMultiKrumAgreeWithTheOracle() {
    for (int seed = 0; seed < 10; seed++) {
      double[][] vectors = Vectors.random(15, 40, seed);
      List<double[]> all = List.of(vectors);
      List<double[]> order = new ArrayList<>(all);
      order.sort(Comparator.comparingDouble(v -> krumScore(all, all.indexOf(v), 15 - 3 - 2)));
      assertClose(Vectors.mix(new Krum(3, 1), vectors, null)[0], order.get(0));
      assertClose(
          Vectors.mix(new Krum(3, 0), vectors, null)[0], Vectors.mean(order.subList(0, 12)));
      assertClose(Vectors.mix(new Krum(3, 5), vectors, null)[0], Vectors.mean(order.subList(0, 5)));
    }
  }

  @Test
  void bulyanPicksOneAfterTheOther() {
    double[][] vectors = Vectors.random(15, 30, 3);
    List<double[]> left = new ArrayList<>(List.of(vectors));
    double[][] picked = Vectors.mix(new BulyanSelection(3), vectors, null);
    assertThat(picked).hasNumberOfRows(9);
    for (double[] pick : picked) {
      int n = left.size();
      double[] best =
          left.stream()
              .min(
                  Comparator.comparingDouble(
                      v -> krumScore(left, left.indexOf(v), Math.max(1, n - 3 - 2))))
              .orElseThrow();
      assertClose(pick, best);
      left.remove(best);
    }
  }

  @Test
  void nearestMixingAndMonnaAgreeWithTheOracle() {
    double[][] vectors = Vectors.random(15, 30, 4);
    double[][] mixed = Vectors.mix(new NearestMixing(3), vectors, null);
    for (int i = 0; i < 15; i++) {
      assertClose(mixed[i], Vectors.mean(nearest(vectors, vectors[i], 12)));
    }
    double[] centre = Vectors.random(1, 30, 5)[0];
    assertClose(
        Vectors.mix(new Monna(3, "w7"), vectors, centre)[0],
        Vectors.mean(nearest(vectors, vectors[7], 12)));
    assertClose(
        Vectors.mix(new Monna(3, "absent"), vectors, centre)[0],
        Vectors.mean(nearest(vectors, centre, 12)));
  }

  @Test
  void geometricMedianAgreesWithWeiszfeldOnVectors() {
    double[][] vectors = Vectors.random(11, 20, 6);
    double[] z = Vectors.mean(List.of(vectors));
    for (int r = 0; r < 500; r++) {
      double[] next = new double[z.length];
      double total = 0;
      for (double[] v : vectors) {
        double weight = 1 / Math.max(1e-6, Math.sqrt(Vectors.squared(v, z)));
        total += weight;
        for (int c = 0; c < z.length; c++) {
          next[c] += weight * v[c];
        }
      }
      for (int c = 0; c < z.length; c++) {
        next[c] /= total;
      }
      z = next;
    }
    double[] actual = Vectors.mix(new GeometricMedian(1e-6, 500), vectors, null)[0];
    assertThat(Math.sqrt(Vectors.squared(actual, z))).isLessThan(1e-6 * Vectors.norm(z));
    // On a line it is the median: the outlier's place does not matter.
    double[] line = Vectors.mix(new GeometricMedian(1e-9, 5000), LINE, null)[0];
    assertThat(line[0]).isCloseTo(2, within(1e-3));
  }

  @Test
  void centredClippingAgreesWithTheOracle() {
    double[][] vectors = Vectors.random(9, 20, 7);
    double[] centre = Vectors.random(1, 20, 8)[0];
    double[] v = centre.clone();
    for (int round = 0; round < 3; round++) {
      double[] next = v.clone();
      for (double[] g : vectors) {
        double distance = Math.sqrt(Vectors.squared(g, v));
        for (int c = 0; c < v.length; c++) {
          next[c] += (g[c] - v[c]) * Math.min(1, 2 / distance) / 9;
        }
      }
      v = next;
    }
    assertClose(Vectors.mix(new CentredClipping(2, 3), vectors, centre)[0], v);
    // By hand, from 0 with radius 1: (0 + 1 + 1 + 1 + 1) / 5.
    assertClose(Vectors.mix(new CentredClipping(1, 1), LINE, new double[1])[0], new double[] {0.8});
  }

  @Test
  void clippingShortensAndNothingElse() {
    double[][] vectors = Vectors.random(10, 20, 9);
    double[][] clipped = Vectors.mix(new Clipping(5), vectors, null);
    for (int i = 0; i < 10; i++) {
      assertThat(Vectors.norm(clipped[i])).isCloseTo(Math.min(5, Vectors.norm(vectors[i])), NEAR);
    }
    // floor(2 · 1 / 5 · 4) = 1 is shortened to the next, which is 3.
    double[][] adaptive = Vectors.mix(new AdaptiveClipping(1), LINE, null);
    assertThat(adaptive).isDeepEqualTo(new double[][] {{0}, {1}, {2}, {3}, {3}});
  }

  @Test
  void mixingsFollowEachOtherOnTheMatrixAsOnTheVectors() {
    double[][] vectors = Vectors.random(15, 30, 10);
    Gram gram = Vectors.gram(vectors, null);
    Coefficients first = new NearestMixing(3).solve(gram);
    Coefficients second = new GeometricMedian(1e-6, 50).solve(gram.mixed(first));
    double[][] mixed = Vectors.mix(new NearestMixing(3), vectors, null);
    double[] expected = Vectors.mix(new GeometricMedian(1e-6, 50), mixed, null)[0];
    double[] actual = new double[30];
    Coefficients both = first.then(second);
    for (int i = 0; i < 15; i++) {
      for (int c = 0; c < 30; c++) {
        actual[c] += both.at(0, i) * vectors[i][c];
      }
    }
    assertClose(actual, expected);
  }

  @Test
  void mixingsLeaveTheCentreAlone() {
    double[][] vectors = Vectors.random(15, 30, 11);
    double[] centre = Vectors.random(1, 30, 12)[0];
    Gram gram = Vectors.gram(vectors, centre);
    Coefficients first = new NearestMixing(3).solve(gram);
    Coefficients both = first.then(new CentredClipping(1, 2).solve(gram.mixed(first)));
    double[][] mixed = Vectors.mix(new NearestMixing(3), vectors, null);
    double[] expected = Vectors.mix(new CentredClipping(1, 2), mixed, centre)[0];
    double[] actual = new double[30];
    for (int i = 0; i < 16; i++) {
      for (int c = 0; c < 30; c++) {
        actual[c] += both.at(0, i) * (i < 15 ? vectors[i][c] : centre[c]);
      }
    }
    assertClose(actual, expected);
  }

  @Test
  void tooFewUpdatesAreNamed() {
    Gram gram = Vectors.gram(LINE, null);
    assertThatThrownBy(() -> new Krum(2, 1).solve(gram))
        .hasMessageContaining("at least 7 updates")
        .hasMessageContaining("has 5");
    assertThatThrownBy(() -> new BulyanSelection(1).solve(gram)).hasMessageContaining("7");
    assertThatThrownBy(() -> Gram.of(new double[][] {{Double.NaN}})).hasMessageContaining("NaN");
  }

  @Test
  void eigenvectorsRebuildTheMatrix() {
    double[][] vectors = Vectors.random(20, 9, 13);
    Gram gram = Vectors.gram(vectors, null);
    double[][] matrix = new double[20][20];
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        matrix[i][j] = gram.at(i, j);
      }
    }
    SymmetricEigen eigen = new SymmetricEigen(matrix);
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        double sum = 0;
        double unit = 0;
        for (int k = 0; k < 20; k++) {
          sum += eigen.values[k] * eigen.vectors[i][k] * eigen.vectors[j][k];
          unit += eigen.vectors[k][i] * eigen.vectors[k][j];
        }
        assertThat(sum).isCloseTo(matrix[i][j], within(1e-8));
        assertThat(unit).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
    for (int k = 9; k < 20; k++) {
      assertThat(eigen.values[k]).isCloseTo(0, within(1e-8));
    }
  }
}
