/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeaturesTest {
  private final Features features = new Features(Samples.attributes());

  @Test
  void whatIsNoValueIsMissing() {
    features.take(new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY, -1e99, 2.5, -1, 16_384});
    assertThat(features.values())
        .containsExactly(1, Double.NaN, Double.NaN, -1e30, Double.NaN, Double.NaN, Double.NaN);
    assertThat(features.missing()).isTrue();
    features.take(new double[] {1, 2, 3, 1e200, 0, 16_383, 3});
    assertThat(features.values()).containsExactly(1, 2, 3, 1e30, 0, 16_383, 3);
    assertThat(features.missing()).isFalse();
  }

  @Test
  void theSameInstanceIsKnownAgain() {
    double[] x = {1, 2, 3, 4, 0, 1, 2};
    assertThat(features.take(x)).isTrue();
    long stamp = features.stamp();
    assertThat(features.take(x.clone())).isFalse();
    assertThat(features.stamp()).isEqualTo(stamp);
    x[3] = 5;
    assertThat(features.take(x)).isTrue();
    assertThat(features.stamp()).isGreaterThan(stamp);
  }

  @Test
  void aMissingValueIsNotTakenForTheOneBefore() {
    double[] x = {1, Double.POSITIVE_INFINITY, 3, 4, 0, 1, 2};
    features.take(x);
    double[] cleaned = features.values().clone();
    features.take(cleaned);
    assertThat(features.missing()).isTrue();
    assertThat(features.values()).containsExactly(cleaned);
  }

  @Test
  void theFirstInstanceIsNewEvenIfAllZero() {
    assertThat(features.take(new double[Samples.ATTRIBUTES])).isTrue();
    assertThat(features.stamp()).isPositive();
  }
}
