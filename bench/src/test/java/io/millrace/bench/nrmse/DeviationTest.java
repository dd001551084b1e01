/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.nrmse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DeviationTest {
  @Test
  void eachOutputIsMeasuredByItsOwnRange() {
    Deviation deviation = new Deviation(2);
    deviation.add(new float[] {1, 10}, new float[] {0, 10});
    deviation.add(new float[] {10, 20}, new float[] {10, 30});

    // Squares 1 and 0 over range 10, squares 0 and 100 over range 20.
    assertThat(deviation.percent())
        .containsExactly(
            new double[] {100 * Math.sqrt(0.5) / 10, 100 * Math.sqrt(50) / 20}, within(1e-9));
    assertThat(deviation.maxAbsDifference()).isEqualTo(10);
    assertThat(deviation.windows()).isEqualTo(2);
  }

  @Test
  void equalOutputsDoNotDeviate() {
    Deviation deviation = new Deviation(1);
    deviation.add(new float[] {1}, new float[] {1});
    deviation.add(new float[] {2}, new float[] {2});

    assertThat(deviation.percent()).containsExactly(0);
  }

  @Test
  void anOutputThatNeverChangesHasNoRange() {
    Deviation deviation = new Deviation(1);
    deviation.add(new float[] {1}, new float[] {3});
    deviation.add(new float[] {2}, new float[] {3});

    assertThatThrownBy(deviation::percent)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("output 0");
  }
}
