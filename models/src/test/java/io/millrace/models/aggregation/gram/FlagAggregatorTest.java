/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The solver on inner products against singular vectors of the updates themselves. */
class FlagAggregatorTest {
  /**
   * Left singular vectors by one-sided Jacobi rotations of the columns: no inner-product matrix.
   */
  private static double[][] leftSingular(List<double[]> columns, int m) {
    double[][] a = columns.stream().map(double[]::clone).toArray(double[][]::new);
    for (int sweep = 0; sweep < 60; sweep++) {
      double off = 0;
      for (int p = 0; p < a.length; p++) {
        for (int q = p + 1; q < a.length; q++) {
          double alpha = Vectors.dot(a[p], a[p]);
          double beta = Vectors.dot(a[q], a[q]);
          double gamma = Vectors.dot(a[p], a[q]);
          if (Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta) || alpha * beta == 0) {
            continue;
          }
          off = Math.max(off, Math.abs(gamma));
          double zeta = (beta - alpha) / (2 * gamma);
          double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
          double c = 1 / Math.sqrt(1 + t * t);
          double s = c * t;
          for (int i = 0; i < a[p].length; i++) {
            double x = a[p][i];
            double y = a[q][i];
            a[p][i] = c * x - s * y;
            a[q][i] = s * x + c * y;
          }
        }
      }
      if (off == 0) {
        break;
      }
    }
    Arrays.sort(a, Comparator.comparingDouble(v -> -Vectors.norm(v)));
    double[][] y = new double[m][];
    for (int k = 0; k < m; k++) {
      double norm = Vectors.norm(a[k]);
      y[k] = Arrays.stream(a[k]).map(v -> v / norm).toArray();
    }
    return y;
  }

  private static double[] project(double[][] y, double[] vector) {
    double[] result = new double[vector.length];
    for (double[] axis : y) {
      double part = Vectors.dot(axis, vector);
      for (int c = 0; c < result.length; c++) {
        result[c] += part * axis[c];
      }
    }
    return result;
  }

  private static double[] times(double[] vector, double factor) {
    return Arrays.stream(vector).map(v -> v * factor).toArray();
  }

  private static double[] oracle(
      double[][] g, boolean paper, int m, double lambda, int iterations, double epsilon) {
    int p = g.length;
    List<double[]> columns = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    for (double[] v : g) {
      columns.add(times(v, 1 / Vectors.norm(v)));
      scales.add(1.0);
    }
    for (int i = 0; lambda > 0 && i < p; i++) {
      for (int j = 0; j < p; j++) {
        if (i != j) {
          double[] away =
              paper ? Vectors.minus(g[i], g[j]) : Vectors.minus(columns.get(i), columns.get(j));
          columns.add(paper ? times(away, 1 / Vectors.norm(away)) : away);
          scales.add(paper ? Math.sqrt(lambda / (p - 1)) : lambda / (p * (p - 1)));
        }
      }
    }
    double[] weights = new double[columns.size()];
    Arrays.fill(weights, 1);
    double[][] y = null;
    for (int r = 0; r < iterations; r++) {
      List<double[]> scaled = new ArrayList<>();
      for (int b = 0; b < weights.length; b++) {
        scaled.add(times(columns.get(b), weights[b] * scales.get(b)));
      }
      y = leftSingular(scaled, m);
      for (int b = 0; b < weights.length; b++) {
        double norm = Vectors.norm(project(y, columns.get(b)));
        weights[b] = Math.pow(Math.abs(1 - norm * norm) + epsilon, -0.25);
      }
    }
    double[] sum = new double[g[0].length];
    for (int i = 0; i < p; i++) {
      double[] part = project(y, paper ? g[i] : columns.get(i));
      for (int c = 0; c < sum.length; c++) {
        sum[c] += part[c] / (paper ? p : m);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    "true, 8, 0, 5",
    "true, 8, 4, 5",
    "true, 3, 15, 3",
    "true, 1, 0, 5",
    "false, 8, 0, 1",
    "false, 8, 15, 1",
    "false, 3, 200, 2"
  })
  void equalsSingularVectorsOfTheUpdates(boolean paper, int m, double lambda, int iterations) {
    for (int seed = 0; seed < 3; seed++) {
      double[][] g = Vectors.random(15, 60, 20 + seed);
      FlagAggregator.Form form = paper ? FlagAggregator.Form.PAPER : FlagAggregator.Form.RELEASED;
      double[] actual = Vectors.mix(new FlagAggregator(form, m, lambda, iterations), g, null)[0];
      double[] expected = oracle(g, paper, m, lambda, iterations, paper ? 1e-10 : 1e-7);
      assertThat(Math.sqrt(Vectors.squared(actual, expected)))
          .isLessThan(1e-5 * Vectors.norm(expected));
    }
  }

  @Test
  void theWholeSubspaceGivesTheMean() {
    double[][] g = Vectors.random(6, 30, 30);
    double[] actual =
        Vectors.mix(new FlagAggregator(FlagAggregator.Form.PAPER, 6, 0, 5), g, null)[0];
    double[] mean = Vectors.mean(List.of(g));
    assertThat(Math.sqrt(Vectors.squared(actual, mean))).isLessThan(1e-9);
  }

  @Test
  void equalZeroAndOppositeUpdatesHaveAResult() {
    double[][] g = {{1, 2, 3}, {1, 2, 3}, {0, 0, 0}, {-1, -2, -3}, {1, 0, 0}};
    for (FlagAggregator.Form form : FlagAggregator.Form.values()) {
      double[] actual = Vectors.mix(new FlagAggregator(form, 0, 4, 5), g, null)[0];
      assertThat(actual).doesNotContain(Double.NaN);
      assertThat(Vectors.norm(actual)).isGreaterThan(0);
    }
    double[][] nothing = {{0, 0}, {0, 0}};
    assertThat(Vectors.mix(FlagAggregator.paper(), nothing, null)[0]).containsExactly(0, 0);
    double[][] same = {{1, 2}, {1, 2}, {1, 2}};
    assertThat(Vectors.squared(Vectors.mix(FlagAggregator.paper(), same, null)[0], same[0]))
        .isLessThan(1e-18);
  }
}
