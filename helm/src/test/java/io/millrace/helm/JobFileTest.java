/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobFileTest {
  static List<String> fixtures() {
    return Chart.fixtures();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void theJobsAcceptTheirFiles(String fixture) {
    Rendered rendered = Chart.render(Values.fixture(fixture));
    for (JsonNode job : rendered.all("FlinkDeployment")) {
      String name = job.at("/metadata/labels/millrace.io~1job").asText();

      JobConfiguration configuration = JobFile.of(rendered, name).configuration();

      assertThat(configuration.get(JobOptions.NAME)).isEqualTo(name);
      assertThat(configuration.get(JobOptions.PARALLELISM))
          .isEqualTo(job.at("/spec/job/parallelism").asInt());
      assertThat(configuration.get(KafkaOptions.GROUP_ID)).isEqualTo("millrace-" + name);
      assertThat(configuration.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX))
          .isEqualTo("millrace-" + name);
    }
  }

  @Test
  void whatAUserSetsReachesTheJobAsItWasWritten() {
    Rendered rendered = Chart.render(Values.fixture("production"));

    JobConfiguration drift = JobFile.of(rendered, "drift-moe").configuration();
    JobConfiguration graph = JobFile.of(rendered, "temporal-graph").configuration();
    JobConfiguration aggregation = JobFile.of(rendered, "parameter-aggregation").configuration();

    // Whole numbers of seven digits stay whole.
    assertThat(drift.get(DriftOptions.MAX_WAITING)).isEqualTo(2_000_000);
    assertThat(graph.get(GraphOptions.MAX_NODES)).isEqualTo(5_000_000);
    assertThat(graph.get(GraphOptions.LEARNING_RATE)).isEqualTo(0.00025);
    assertThat(aggregation.get(AggregationOptions.PARAMETERS)).isEqualTo(Map.of("byzantine", "3"));
    assertThat(aggregation.get(AggregationOptions.STORE)).isEqualTo("file:///opt/millrace/models");
    assertThat(JobFile.of(Chart.render(Values.fixture("gpu")), "streaming-cnn").configuration())
        .extracting(c -> c.get(BundleOptions.SIZE))
        .isEqualTo(1024);
  }

  @Test
  void theJobAndItsClusterAgreeOnWhereStateLies() {
    Rendered rendered = Chart.render(Values.fixture("production"));
    JsonNode cluster = rendered.job("drift-moe").at("/spec/flinkConfiguration");

    Configuration program = JobFile.of(rendered, "drift-moe").flinkOptions();

    assertThat(program.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
        .isEqualTo(cluster.path(CheckpointingOptions.CHECKPOINTS_DIRECTORY.key()).asText());
    assertThat(program.get(CheckpointingOptions.SAVEPOINT_DIRECTORY))
        .isEqualTo(cluster.path(CheckpointingOptions.SAVEPOINT_DIRECTORY.key()).asText());
  }

  @Test
  void theProgramTakesItsParallelismAndRestartsFromTheValues() {
    Rendered rendered = Chart.render(Values.fixture("production"));

    Configuration program = JobFile.of(rendered, "streaming-cnn").flinkOptions();

    assertThat(program.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(8);
    assertThat(program.get(PipelineOptions.MAX_PARALLELISM)).isEqualTo(128);
    assertThat(program.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(program.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("exponential-delay");
  }
}
