/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;
import java.util.Arrays;

/**
 * Flag Aggregator (Almasi, Mishra, Vamanan and Ravi, "Flag aggregator", 2024): the updates are
 * projected on the subspace Y of m dimensions that best explains them, found by iteratively
 * reweighted singular vectors. The solver is ours and touches inner products only: with normalised
 * updates G, K = GᵀG and R the root of K, every left singular vector of a weighted G is {@code
 * G·R⁺·u} for an eigenvector u of the weighted R·(sum of b·bᵀ)·R.
 *
 * <p>In our tests of mean estimation the rule does not bear attacks better than normalising and
 * averaging does; see the results page before choosing it.
 *
 * @param form what is averaged and how columns are scaled
 * @param dimensions m, or 0 for (n + 1) / 2 rounded up
 * @param lambda weight of the differences between updates, 0 for none
 * @param iterations at least 1
 */
public record FlagAggregator(Form form, int dimensions, double lambda, int iterations)
    implements Mixing {
  /** The two forms in circulation. */
  public enum Form {
    /**
     * Section 3: 5 iterations; differences scaled to length one; {@code d = 1/n · Y·Yᵀ·sum of g},
     * the raw updates.
     */
    PAPER(1e-10),
    /**
     * What the authors' code does: 1 iteration; differences of the normalised updates as they are;
     * the projections of the normalised updates divided by m.
     */
    RELEASED(1e-7);

    private final double epsilon;

    Form(double epsilon) {
      this.epsilon = epsilon;
    }
  }

  /** Below this share of the largest eigenvalue a direction counts as absent. */
  private static final double RANK = 1e-12;

  /** Checks the numbers. */
  public FlagAggregator {
    if (dimensions < 0 || !(lambda >= 0) || Double.isInfinite(lambda) || iterations < 1) {
      throw new IllegalArgumentException(
          "dimensions is "
              + dimensions
              + ", lambda is "
              + lambda
              + ", iterations is "
              + iterations
              + ": must be at least 0, at least 0 and finite, and at least 1");
    }
  }

  /** As in the paper's experiments. */
  public static FlagAggregator paper() {
    return new FlagAggregator(Form.PAPER, 0, 0, 5);
  }

  /** As released. */
  public static FlagAggregator released() {
    return new FlagAggregator(Form.RELEASED, 0, 0, 1);
  }

  @Override
  public int leastUpdates() {
    return 1;
  }

  @Override
  public Coefficients solve(Gram gram) {
    int[] rows = nonzero(gram);
    double[] result = new double[gram.vectors()];
    int p = rows.length;
    if (p == 0) {
      return Coefficients.of(result);
    }
    double[] norms = new double[p];
    for (int i = 0; i < p; i++) {
      norms[i] = gram.norm(rows[i]);
    }
    double[][] k = new double[p][p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        k[i][j] = i == j ? 1 : gram.at(rows[i], rows[j]) / (norms[i] * norms[j]);
      }
    }
    int m = Math.min(p, dimensions == 0 ? (gram.updates() + 2) / 2 : dimensions);
    SymmetricEigen eigen = new SymmetricEigen(k);
    double[][] root = power(eigen, 0.5);
    double[][] inverse = power(eigen, -0.5);
    double[][] u = subspace(root, columns(k, norms), m);
    // R⁺·U·Uᵀ·R applied to what is averaged: ones, or lengths where raw updates are.
    double[] start = new double[p];
    Arrays.fill(start, 1);
    if (form == Form.PAPER) {
      System.arraycopy(norms, 0, start, 0, p);
    }
    double[] c = times(inverse, times(u, timesTransposed(u, times(root, start))));
    double divisor = form == Form.PAPER ? p : m;
    for (int i = 0; i < p; i++) {
      result[rows[i]] = c[i] / norms[i] / divisor;
    }
    return Coefficients.of(result);
  }

  private static int[] nonzero(Gram gram) {
    int[] rows = new int[gram.updates()];
    int used = 0;
    for (int i = 0; i < rows.length; i++) {
      if (gram.at(i, i) > 0) {
        rows[used++] = i;
      }
    }
    return Arrays.copyOf(rows, used);
  }

  /** Coefficients of columns over normalised updates: the updates, then their differences. */
  private double[][] columns(double[][] k, double[] norms) {
    int p = k.length;
    double[][] columns = new double[lambda > 0 ? p * p : p][];
    int used = 0;
    for (int i = 0; i < p; i++) {
      columns[used] = new double[p];
      columns[used++][i] = 1;
    }
    for (int i = 0; lambda > 0 && i < p; i++) {
      for (int j = 0; j < p; j++) {
        double a = form == Form.PAPER ? norms[i] : 1;
        double b = form == Form.PAPER ? norms[j] : 1;
        double square = a * a + b * b - 2 * a * b * k[i][j];
        // Equal updates have no direction between them.
        if (i != j && square > RANK * (a * a + b * b)) {
          double scale = form == Form.PAPER ? 1 / Math.sqrt(square) : 1;
          columns[used] = new double[p];
          columns[used][i] = a * scale;
          columns[used++][j] = -b * scale;
        }
      }
    }
    return Arrays.copyOf(columns, used);
  }

  /** The coordinates of the subspace, p rows of m, after all iterations. */
  private double[][] subspace(double[][] root, double[][] columns, int m) {
    int p = root.length;
    double[][] images = new double[columns.length][];
    for (int b = 0; b < columns.length; b++) {
      images[b] = times(root, columns[b]);
    }
    double[] weights = new double[columns.length];
    Arrays.fill(weights, 1);
    double[][] u = null;
    for (int round = 0; round < iterations; round++) {
      double[][] scatter = new double[p][p];
      for (int b = 0; b < images.length; b++) {
        double w = weights[b] * weights[b] * share(b, p);
        for (int i = 0; i < p; i++) {
          double scaled = w * images[b][i];
          for (int j = 0; j < p; j++) {
            scatter[i][j] += scaled * images[b][j];
          }
        }
      }
      SymmetricEigen eigen = new SymmetricEigen(scatter);
      u = new double[p][m];
      for (int i = 0; i < p; i++) {
        System.arraycopy(eigen.vectors[i], 0, u[i], 0, m);
      }
      for (int b = 0; b < images.length; b++) {
        double energy = 0;
        for (double part : timesTransposed(u, images[b])) {
          energy += part * part;
        }
        weights[b] = 1 / Math.sqrt(Math.sqrt(Math.abs(1 - energy) + form.epsilon));
      }
    }
    return u;
  }

  /** The square of what multiplies a column besides its weight. */
  private double share(int column, int p) {
    if (column < p) {
      return 1;
    }
    return form == Form.PAPER
        ? lambda / (p - 1)
        : lambda / (p * (p - 1.0)) * (lambda / (p * (p - 1.0)));
  }

  private static double[][] power(SymmetricEigen eigen, double exponent) {
    int n = eigen.values.length;
    double[][] result = new double[n][n];
    for (int k = 0; k < n; k++) {
      if (eigen.values[k] > RANK * eigen.values[0]) {
        double value = exponent > 0 ? Math.sqrt(eigen.values[k]) : 1 / Math.sqrt(eigen.values[k]);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            result[i][j] += value * eigen.vectors[i][k] * eigen.vectors[j][k];
          }
        }
      }
    }
    return result;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] result = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        result[i] += matrix[i][j] * vector[j];
      }
    }
    return result;
  }

  private static double[] timesTransposed(double[][] matrix, double[] vector) {
    double[] result = new double[matrix[0].length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j] += matrix[i][j] * vector[i];
      }
    }
    return result;
  }
}
