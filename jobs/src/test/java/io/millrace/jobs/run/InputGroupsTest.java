/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.topics.Right;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InputGroupsTest {
  private static Map<String, Map<String, String>> groups(String... overrides) {
    return InputGroups.of(ConfigurationLoader.load(null, Arrays.asList(overrides)));
  }

  @ParameterizedTest
  @EnumSource(RunnableJob.class)
  void everyGroupIsOneThatTheJobReadsTheTopicWith(RunnableJob job) {
    JobConfiguration own = job.own(JobConfiguration.defaults());
    Map<String, String> inputs = groups().get(job.label());

    assertThat(inputs).isNotEmpty();
    assertThat(job.rights(own).stream().map(Right::toString))
        .containsAll(inputs.keySet().stream().map(topic -> "Read on topic " + topic).toList())
        .containsAll(inputs.values().stream().map(group -> "Read on group " + group).toList());
  }

  @Test
  void aJobsGroupIsWhatItIsSaidToBe() {
    assertThat(
            groups("dashboard.groups.drift-moe=prod-drift", "topics.drift-labels=truth")
                .get("drift-moe"))
        .containsEntry("millrace.drift.instance.v1", "prod-drift")
        .containsEntry("truth", "prod-drift-labels");
    assertThat(groups("kafka.group-id=g", "dashboard.groups.drift-moe=prod-drift"))
        .containsEntry("streaming-cnn", Map.of("millrace.signal.frame.v1", "g"));
  }

  @Test
  void aGroupOfNoJobIsRefused() {
    assertThatThrownBy(() -> groups("dashboard.groups.drift=prod-drift"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.dashboard.groups.drift is 'prod-drift'")
        .hasMessageContaining("drift-moe");
    assertThatThrownBy(() -> groups("dashboard.groups.drift-moe= "))
        .hasMessageContaining("which is empty");
  }
}
