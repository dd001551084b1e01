/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.ShareOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.run.RunnableJob;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibilityTest {
  private static final JobConfiguration BEFORE =
      JobConfiguration.defaults().with(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9092");

  static Stream<Arguments> changesThatDoNotFit() {
    return Stream.of(
        refused(RunnableJob.STREAMING_CNN, JobOptions.MAX_PARALLELISM, 64),
        refused(RunnableJob.STREAMING_CNN, ModelOptions.URI, "file:///models/other/1"),
        refused(RunnableJob.STREAMING_CNN, TopicOptions.SIGNALS, "elsewhere"),
        refused(RunnableJob.DRIFT_MOE, DriftOptions.LEARNER, "hoeffding-tree"),
        refused(RunnableJob.DRIFT_MOE, DriftOptions.CLASSES, 7),
        refused(RunnableJob.TEMPORAL_GRAPH, GraphOptions.PARTITIONS, 4),
        refused(RunnableJob.TEMPORAL_GRAPH, GraphOptions.MEMORY, 7),
        refused(RunnableJob.PARAMETER_AGGREGATION, AggregationOptions.PARTS, 4),
        refused(RunnableJob.PARAMETER_AGGREGATION, AggregationOptions.RULE, "krum"));
  }

  private static <T> Arguments refused(RunnableJob job, ConfigOption<T> option, T value) {
    return Arguments.of(job, option.key(), BEFORE.with(option, value));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("changesThatDoNotFit")
  void whatTheStateDependsOnMayNotChange(RunnableJob job, String key, JobConfiguration after) {
    assertThat(Compatibility.problems(job, BEFORE, after))
        .singleElement()
        .asString()
        .startsWith(key + " is '")
        .contains("but the job runs with '");
  }

  @ParameterizedTest
  @EnumSource(RunnableJob.class)
  void otherOptionsMayChange(RunnableJob job) {
    JobConfiguration after =
        BEFORE
            .with(JobOptions.PARALLELISM, 4)
            .with(BundleOptions.SIZE, 7)
            .with(CheckpointOptions.INTERVAL, Duration.ofSeconds(3))
            .with(KafkaOptions.COMPRESSION, "none");

    assertThat(Compatibility.problems(job, BEFORE, after)).isEmpty();
  }

  @Test
  void anotherTrainedModelIsWelcomeWhereTheJobBringsItIn() {
    JobConfiguration trained = BEFORE.with(GraphOptions.BUNDLE, "file:///models/tgn/1");

    assertThat(
            Compatibility.problems(
                RunnableJob.TEMPORAL_GRAPH,
                trained,
                trained.with(GraphOptions.BUNDLE, "file:///models/tgn/2")))
        .isEmpty();
  }

  @Test
  void operatorsThatAnotherGraphDoesNotHaveAreNamed() {
    JobConfiguration sharing =
        BEFORE.with(ShareOptions.MODEL, "shared").with(ShareOptions.EVERY, 100);

    assertThat(
            Compatibility.lost(
                RunnableJob.DRIFT_MOE.environment(sharing).getStreamGraph(),
                RunnableJob.DRIFT_MOE.environment(BEFORE).getStreamGraph()))
        .isNotEmpty();
    assertThat(
            Compatibility.lost(
                RunnableJob.DRIFT_MOE.environment(BEFORE).getStreamGraph(),
                RunnableJob.DRIFT_MOE.environment(sharing).getStreamGraph()))
        .isEmpty();
  }
}
