/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void plainLoopsNeedNone() {
    assertThat(new WarmUp(ComputePaths.plain()).run(Duration.ZERO)).isTrue();
  }

  @Test
  void theLimitEndsIt() {
    assertThat(new WarmUp(ComputePaths.best()).run(Duration.ZERO)).isFalse();
  }

  @Test
  void vectorLoopsBecomeFast() {
    assertThat(ComputePaths.warmUp(Duration.ofMinutes(2))).isTrue();
  }
}
