/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.kernel.KernelPath;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.CoordinateRule;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CoordinateRulesTest {
  private static float[] run(CoordinateRule rule, float[]... rows) {
    float[] best = new float[rows[0].length];
    float[] plain = new float[rows[0].length];
    new CoordinatePass(rule).run(rows, null, best.length, best, 0);
    new CoordinatePass(rule, KernelPath.plain()).run(rows, null, best.length, plain, 0);
    assertThat(best).isEqualTo(plain);
    return best;
  }

  /** Compares with an oracle that gets each column sorted. */
  private static void compare(CoordinateRule rule, int rows, ToDoubleFunction<double[]> oracle) {
    Random random = new Random(rows);
    float[][] values = new float[rows][600];
    for (float[] row : values) {
      for (int c = 0; c < row.length; c++) {
        row[c] = c % 3 == 0 ? random.nextInt(4) : (float) random.nextGaussian();
      }
    }
    float[] actual = run(rule, values);
    float[][] shuffled = values.clone();
    java.util.Collections.shuffle(Arrays.asList(shuffled), random);
    assertThat(run(rule, shuffled)).isEqualTo(actual);
    for (int c = 0; c < 600; c++) {
      double[] column = new double[rows];
      for (int r = 0; r < rows; r++) {
        column[r] = values[r][c];
      }
      Arrays.sort(column);
      assertThat((double) actual[c]).isCloseTo(oracle.applyAsDouble(column), within(1e-6));
    }
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  @Test
  void handWorkedExamples() {
    float[][] column = {{1}, {100}, {2}, {3}, {-50}};
    assertThat(run(new Median(), column)).containsExactly(2);
    assertThat(run(new TrimmedMean(1), column)).containsExactly(2);
    assertThat(run(new MeanAroundMedian(2), column)).containsExactly(2);
    assertThat(run(new Median(), new float[] {1}, new float[] {4})).containsExactly(2.5f);
    assertThat(run(new Mean(), column)[0]).isCloseTo(11.2f, within(1e-6f));
  }

  @Test
  void medianAgreesWithTheOracle() {
    for (int rows : new int[] {1, 2, 3, 8, 15, 20, 33}) {
      compare(new Median(), rows, CoordinateRulesTest::median);
    }
  }

  @Test
  void trimmedMeanAgreesWithTheOracle() {
    for (int f : new int[] {0, 1, 3}) {
      compare(
          new TrimmedMean(f),
          11,
          sorted -> Arrays.stream(sorted, f, 11 - f).average().getAsDouble());
    }
  }

  @Test
  void meanAroundMedianAgreesWithTheOracle() {
    for (int f : new int[] {0, 1, 4}) {
      compare(
          new MeanAroundMedian(f),
          12,
          sorted -> {
            double median = median(sorted);
            Double[] near = Arrays.stream(sorted).boxed().toArray(Double[]::new);
            // Stable, so that of two equally far values the smaller comes first.
            Arrays.sort(near, (a, b) -> Double.compare(Math.abs(a - median), Math.abs(b - median)));
            return Arrays.stream(near).limit(12 - f).mapToDouble(d -> d).average().getAsDouble();
          });
    }
  }

  @Test
  void networksSortAllZerosAndOnes() {
    for (int rows = 1; rows <= 13; rows++) {
      int columns = 1 << rows;
      int[] keys = new int[rows * columns];
      for (int c = 0; c < columns; c++) {
        for (int r = 0; r < rows; r++) {
          keys[r * columns + c] = (c >> r) & 1;
        }
      }
      new SortingNetwork(rows).sort(KernelPath.best(), keys, columns, columns);
      for (int c = 0; c < columns; c++) {
        int ones = Integer.bitCount(c);
        for (int r = 0; r < rows; r++) {
          assertThat(keys[r * columns + c]).isEqualTo(r >= rows - ones ? 1 : 0);
        }
      }
    }
    assertThat(new SortingNetwork(16).comparisons()).isEqualTo(63);
  }

  @Test
  void mixingComesBeforeTheRule() {
    float[][] rows = {{1, 2}, {3, 6}, {10, 0}};
    Coefficients mixing = Coefficients.of(new double[] {0.5, 0.5, 0}, new double[] {0, 0, 1});
    float[] out = new float[2];
    new CoordinatePass(new Mean()).run(rows, mixing, 2, out, 0);
    assertThat(out).containsExactly(6, 2);
    assertThatThrownBy(() -> new CoordinatePass(new First()).run(rows, mixing, 2, out, 0))
        .hasMessageContaining("must be one");
    assertThatThrownBy(() -> run(new TrimmedMean(1), rows[0], rows[1]))
        .hasMessageContaining("at least 3");
  }
}
