/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  private static final int LENGTH = 37;

  @Test
  void everyOrderAndEveryTreeGivesTheSameBits() {
    Random random = new Random(2);
    List<float[]> vectors = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      float[] vector = new float[LENGTH];
      for (int c = 0; c < LENGTH; c++) {
        vector[c] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6) - 4));
      }
      vectors.add(vector);
      weights.add(random.nextDouble());
    }
    long[] reference = null;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      order.add(i);
    }
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(order, random);
      ExactSum[] leaves = new ExactSum[1 + round % 5];
      Arrays.setAll(leaves, i -> new ExactSum(Grid.STANDARD, LENGTH));
      for (int i : order) {
        leaves[random.nextInt(leaves.length)].add(weights.get(i), vectors.get(i), 0, LENGTH, 0);
      }
      ExactSum root = new ExactSum(Grid.STANDARD, LENGTH);
      for (ExactSum leaf : leaves) {
        root.merge(leaf);
      }
      if (reference == null) {
        reference = root.integers().clone();
      }
      assertThat(root.integers()).isEqualTo(reference);
    }
    for (int c = 0; c < LENGTH; c++) {
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < vectors.size(); i++) {
        exact =
            exact.add(
                new BigDecimal(Weight.rounded(weights.get(i)))
                    .multiply(new BigDecimal(vectors.get(i)[c])));
      }
      double error = reference[c] * Grid.STANDARD.step() - exact.doubleValue();
      assertThat(Math.abs(error)).isLessThan(41 * Grid.STANDARD.step());
    }
  }

  @Test
  void aRefusedUpdateLeavesNoTrace() {
    ExactSum sum = new ExactSum(Grid.STANDARD, 3);
    sum.add(1, new float[] {1, 2, 3}, 0, 3, 0);
    long[] before = sum.integers().clone();
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 2048}) {
      assertThatThrownBy(() -> sum.add(1, new float[] {5, 5, bad}, 0, 3, 0))
          .isInstanceOf(ValueOutOfGridException.class);
    }
    assertThatThrownBy(() -> sum.add(4, new float[] {512, 0, 0}, 0, 3, 0))
        .hasMessageContaining("512")
        .hasMessageContaining("'magnitude'");
    assertThat(sum.integers()).isEqualTo(before);
  }

  @Test
  void whatIsTakenOutIsGone() {
    ExactSum sum = new ExactSum(Grid.STANDARD, 3);
    sum.add(0.3, new float[] {1.1f, -2.7f, 1e-9f}, 0, 3, 0);
    long[] before = sum.integers().clone();
    long bound = sum.bound();
    float[] other = {0.123456f, 7e-8f, -1999};
    for (int i = 0; i < 10_000; i++) {
      sum.add(0.7, other, 0, 3, 0);
      sum.remove(0.7, other, 0, 3, 0);
    }
    assertThat(sum.integers()).isEqualTo(before);
    assertThat(sum.bound()).isEqualTo(bound);
  }

  @Test
  void sumsRefuseToOverflow() {
    ExactSum sum = new ExactSum(Grid.STANDARD, 1);
    float large = Math.nextDown(2048f);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5000; i++) {
                sum.add(1, large, 0);
              }
            })
        .isInstanceOf(ValueOutOfGridException.class);
    assertThat(sum.at(0)).isGreaterThan(2048.0 * 2000);
  }

  @Test
  void meansOfTheHandWorkedExample() {
    // 3 examples of (1, 2) and 1 example of (5, -2): (8, 4) / 4.
    ExactSum sum = new ExactSum(Grid.covering(10, 4), 2);
    sum.add(3, new float[] {1, 2}, 0, 2, 0);
    sum.add(1, new float[] {5, -2}, 0, 2, 0);
    float[] mean = new float[2];
    sum.divide(4, mean, 0);
    assertThat(mean).containsExactly(2, 1);
    assertThatThrownBy(() -> sum.divide(0, mean, 0)).hasMessageContaining("without weight");
  }

  @Test
  void restoredSumGoesOnLikeTheOriginal() {
    ExactSum sum = new ExactSum(Grid.STANDARD, 2);
    sum.add(0.25, new float[] {3, 4}, 0, 2, 0);
    ExactSum restored = ExactSum.restored(sum.grid(), sum.integers().clone(), sum.bound());
    sum.add(0.5, new float[] {1, 1}, 0, 2, 0);
    restored.add(0.5, new float[] {1, 1}, 0, 2, 0);
    assertThat(restored.integers()).isEqualTo(sum.integers());
    assertThatThrownBy(() -> sum.merge(new ExactSum(new Grid(3), 2)))
        .hasMessageContaining("cannot be merged");
  }

  @Test
  void gridsCoverWhatTheySay() {
    for (double magnitude : new double[] {1, 2048, 3.7, 1e-6, 65536.0 * 2048}) {
      Grid grid = Grid.covering(magnitude, 1);
      assertThat(grid.limit(1)).isBetween(magnitude, 2 * magnitude);
    }
    assertThatThrownBy(() -> Grid.covering(0, 1)).hasMessageContaining("positive");
    assertThatThrownBy(() -> Weight.units(Double.NaN)).hasMessageContaining("finite");
  }

  @Test
  void scalarsAreExactWhateverTheOrder() {
    Random random = new Random(3);
    double[] values = new double[500];
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian() * Math.pow(2, random.nextInt(200) - 100);
      exact = exact.add(new BigDecimal(values[i]));
    }
    ExactScalar forward = new ExactScalar();
    ExactScalar left = new ExactScalar();
    ExactScalar right = new ExactScalar();
    for (int i = 0; i < values.length; i++) {
      forward.add(values[i]);
      (i % 3 == 0 ? left : right).add(values[values.length - 1 - i]);
    }
    left.merge(right);
    assertThat(left.value()).isEqualTo(forward.value());
    double expected = exact.doubleValue();
    assertThat(forward.value()).isCloseTo(expected, within(Math.abs(expected) * 1e-15));
    ExactScalar cancelled = new ExactScalar();
    for (double value : new double[] {1e300, 1, -1e300, Double.MIN_VALUE, -3}) {
      cancelled.add(value);
    }
    assertThat(cancelled.value()).isEqualTo(-2);
    assertThatThrownBy(() -> cancelled.add(Double.NaN)).hasMessageContaining("NaN");
  }
}
