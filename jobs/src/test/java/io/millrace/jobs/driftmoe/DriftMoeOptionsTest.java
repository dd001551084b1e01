/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DriftMoeOptionsTest {
  private static final JobConfiguration FORGETFUL =
      JobConfiguration.defaults()
          .with(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9092")
          .with(StateOptions.TTL, Duration.ofMinutes(3));

  @Test
  void streamsAreNotForgottenBeforeTheirLabelsCome() {
    assertThatThrownBy(() -> DriftMoeOptions.of(FORGETFUL))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "millrace.drift.label-delay is '60 min', not less than millrace.state.ttl = 3 min");
    JobConfiguration quick = FORGETFUL.with(DriftOptions.LABEL_DELAY, Duration.ofMinutes(1));
    assertThat(DriftMoeOptions.of(quick).settings().rules().labelDelay()).hasMinutes(1);
  }

  @Test
  void jobsWithoutLabelsMayForgetSooner() {
    ConfigurationValidator.validate(FORGETFUL);
  }
}
