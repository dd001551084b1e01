/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class DriftMoeJobTest {
  private static final JobConfiguration CONFIGURATION =
      JobConfiguration.defaults().with(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9");

  @Test
  void uidsAreThoseThatSavepointsKnow() {
    StreamGraph graph = DriftMoeJob.environment(CONFIGURATION).getStreamGraph();
    Set<String> uids =
        graph.getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .collect(Collectors.toSet());

    // Savepoints of every release find their state by these. Add, never change.
    assertThat(uids)
        .doesNotContainNull()
        .contains(
            "drift-instances",
            "decode-instances",
            "drift-labels",
            "decode-labels",
            "drift-moe",
            "reject-events")
        .anyMatch(uid -> uid.contains("drift-predictions"))
        .anyMatch(uid -> uid.contains("drift-reports"))
        .anyMatch(uid -> uid.contains("unmatched-labels"))
        .anyMatch(uid -> uid.contains("drift-dead-letters"));
    assertThat(graph.getStreamNodes()).allMatch(node -> node.getMaxParallelism() == 128);
  }

  @Test
  void namesThatAreAnotherJobsByDefaultBecomeItsOwn() {
    JobConfiguration own = CONFIGURATION.named(DriftMoeJob.NAME);
    assertThat(own.get(JobOptions.NAME)).isEqualTo("drift-moe");
    assertThat(own.get(KafkaOptions.GROUP_ID)).isEqualTo("millrace-drift-moe");
    assertThat(own.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX)).isEqualTo("millrace-drift-moe");

    JobConfiguration named = CONFIGURATION.with(JobOptions.NAME, "mine");
    assertThat(named.named(DriftMoeJob.NAME).get(JobOptions.NAME)).isEqualTo("mine");
  }

  @Test
  void bothTopicsAreReadApartOnlyAsFarAsIsAllowed() {
    DriftSources free = DriftEnds.sources(CONFIGURATION);
    assertThat(free.instanceMarks().getAlignmentParameters().isEnabled()).isFalse();
    DriftSources aligned =
        DriftEnds.sources(CONFIGURATION.with(DriftOptions.MAX_APART, Duration.ofMinutes(10)));
    for (var marks : List.of(aligned.instanceMarks(), aligned.labelMarks())) {
      assertThat(marks.getAlignmentParameters().getWatermarkGroup()).isEqualTo("drift-moe");
      assertThat(marks.getAlignmentParameters().getMaxAllowedWatermarkDrift()).isEqualTo(600_000);
    }
  }

  @Test
  void splitStreamsAreReadFromTheConfiguration() {
    JobConfiguration split = CONFIGURATION.with(DriftOptions.SPLIT, "clicks=8");
    assertThat(DriftMoeOptions.of(split).settings().split().parts()).containsEntry("clicks", 8);
    assertThatThrownBy(
            () -> ConfigurationValidator.validate(CONFIGURATION.with(DriftOptions.SPLIT, "clicks")))
        .hasMessageContaining("millrace.drift.split");
    assertThatThrownBy(
            () ->
                ConfigurationValidator.validate(
                    CONFIGURATION
                        .with(DriftOptions.MAX_CLASSES, 10)
                        .with(DriftOptions.CLASSES, 11)))
        .hasMessageContaining("millrace.drift.max-classes");
  }
}
