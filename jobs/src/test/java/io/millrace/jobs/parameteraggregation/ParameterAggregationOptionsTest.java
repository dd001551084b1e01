/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

class ParameterAggregationOptionsTest {
  private static long mostAnnounced(JobConfiguration configuration) {
    return ParameterAggregationOptions.of(configuration).settings().bounds().mostAnnounced();
  }

  @Test
  void onlyAStoreTakesModelsThatCannotBeAnnounced() {
    JobConfiguration defaults = JobConfiguration.defaults();
    assertThat(mostAnnounced(defaults)).isEqualTo(65_536);
    assertThat(
            mostAnnounced(defaults.with(AggregationOptions.INLINE, MemorySize.parse("1000 bytes"))))
        .isEqualTo(250);
    assertThat(mostAnnounced(defaults.with(AggregationOptions.STORE, "file:/models")))
        .isEqualTo(Long.MAX_VALUE);
  }
}
