/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void millisecondsBecomeWholeSamplesAtTheRate() {
    assertThat(Span.millis(1000).atRate(360)).isEqualTo(360);
    assertThat(Span.millis(10).atRate(360)).isEqualTo(3);
    assertThat(Span.samples(7).atRate(360)).isEqualTo(7);
    assertThat(Span.ZERO.atRate(360)).isZero();
  }

  @Test
  void valuesThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> Span.samples(-1)).hasMessageContaining("span is -1 SAMPLES");
    assertThatThrownBy(() -> SignalRules.DEFAULT.withMaxFrame(0))
        .hasMessageContaining("maxFrame is 0");
    assertThatThrownBy(() -> SignalRules.DEFAULT.withRateTolerance(Float.NaN))
        .hasMessageContaining("rateTolerance is NaN");
    assertThatThrownBy(() -> SignalRules.DEFAULT.withIdle(Duration.ofMillis(-1)))
        .hasMessageContaining("idle is PT-0.001S");
    assertThatThrownBy(() -> SignalRules.DEFAULT.withRenumber(Duration.ofMillis(-1)))
        .hasMessageContaining("renumber is PT-0.001S");
  }

  @Test
  void gapPoliciesAreKnownByNameOrRefused() {
    for (GapPolicy policy : GapPolicy.values()) {
      assertThat(GapPolicy.parse(policy.label())).isEqualTo(policy);
    }
    assertThatThrownBy(() -> GapPolicy.parse("guess"))
        .hasMessageContaining("'guess'")
        .hasMessageContaining("reset, hold or interpolate");
  }
}
