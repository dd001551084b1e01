/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.topics.Right;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.run.InputGroups;
import io.millrace.jobs.run.RunnableJob;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The dashboard looks where the jobs of its release are. */
class DashboardFileTest {
  private static final Values VALUES = Values.fixture("production");

  private static JobConfiguration file(Rendered rendered, String name, String key) {
    return JobFile.of(rendered.one("ConfigMap", name).path("data").path(key).asText())
        .configuration();
  }

  private static Map<String, Map<String, String>> groups(Rendered rendered, String fullName) {
    return InputGroups.of(file(rendered, fullName + "-dashboard", "dashboard.yaml"));
  }

  private static void assertFollows(Rendered rendered, String fullName) {
    Map<String, Map<String, String>> groups = groups(rendered, fullName);
    for (RunnableJob job : RunnableJob.values()) {
      JobConfiguration own = file(rendered, fullName + "-" + job.label(), "job.yaml");
      Map<String, String> inputs = groups.get(job.label());

      assertThat(job.rights(own).stream().map(Right::toString))
          .as(job.label())
          .containsAll(inputs.keySet().stream().map(topic -> "Read on topic " + topic).toList())
          .containsAll(inputs.values().stream().map(group -> "Read on group " + group).toList());
    }
  }

  @Test
  void groupsAreThoseOfTheJobsWhateverTheReleaseIsCalled() {
    assertFollows(Chart.render(VALUES), "millrace");
    assertFollows(Chart.render(VALUES, "prod"), "prod-millrace");
    assertFollows(
        Chart.render(VALUES.with("jobs/drift-moe/millrace/kafka/group-id", "g"), "prod"),
        "prod-millrace");
  }

  @Test
  void topicsAreThoseOfTheJobs() {
    Values named = VALUES.with("jobDefaults/millrace/topics/graph-interactions", "edges");

    assertFollows(Chart.render(named), "millrace");
  }

  @Test
  void aSingleJobMayNameItsTopicsItself() {
    Values small =
        Values.fixture("small")
            .with("dashboard", "{enabled: true, token: {secretName: t}}")
            .with("jobs/streaming-cnn/millrace/topics/signals", "mine");

    assertThat(groups(Chart.render(small), "millrace").get("streaming-cnn"))
        .containsOnly(Map.entry("mine", "millrace-streaming-cnn"));
  }
}
