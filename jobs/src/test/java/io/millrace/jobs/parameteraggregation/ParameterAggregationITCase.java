/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.worker.GlobalModel;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.Participant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From Kafka to Kafka: what the job publishes is what one process computes, bit for bit. */
class ParameterAggregationITCase {
  private static final int WORKERS = 5;
  private static final int ROUNDS = 3;

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(AggregationJob.TESTED, 1, 2);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @AfterEach
  void cancel() {
    harness.cancelAll();
  }

  private static JobConfiguration configuration(String name, String rule) {
    return AggregationJob.configuration(harness, name)
        .with(AggregationOptions.RULE, rule)
        .with(AggregationOptions.TRIGGER, "count(" + WORKERS + ")");
  }

  static void assertVersions(List<GlobalModel> models, List<float[][]> expected) {
    assertThat(models).hasSize(expected.size());
    for (int v = 0; v < expected.size(); v++) {
      assertThat(models.get(v).version()).isEqualTo(v);
      assertThat(models.get(v).tensors()).as("version %d", v).isDeepEqualTo(expected.get(v));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fedavg/momentum, 1, 1, 1",
    "fedavg, 2, 1, 7",
    "fedavg/momentum, 2, 3, 8",
    "nnm+trimmed-mean, 1, 1, 2",
    "multi-krum/adam, 2, 1, 3",
    "median, 2, 1, 4",
    "centred-clipping, 2, 1, 5",
    "variance-corrected, 1, 1, 6"
  })
  void publishedVersionsAreThoseOfOneProcessWhateverTheOrderOfArrival(
      String rule, int parallelism, int parts, long seed) {
    String name = "equal-" + seed;
    JobConfiguration configuration =
        configuration(name, rule)
            .with(JobOptions.PARALLELISM, parallelism)
            .with(AggregationOptions.PARTS, parts);
    Map<String, String> parameters = rule.startsWith("nnm") ? Map.of("byzantine", "1") : Map.of();
    configuration = configuration.with(AggregationOptions.PARAMETERS, parameters);
    EmbeddedJob job = harness.submit(configuration);
    try (Fleet fleet =
        new Fleet(harness.platform().connection(), configuration, Fleet.SHAPE, WORKERS)) {
      fleet.initialise();
      AggregationJob.models(harness, configuration, "net", 1);
      for (int round = 0; round < ROUNDS; round++) {
        fleet.send(round, seed * 100 + round);
        harness.await(
            configuration, TopicOptions.AGGREGATION_REPORTS, AggregationReport.class, round + 2);
      }
      assertVersions(
          AggregationJob.models(harness, configuration, "net", ROUNDS + 1),
          fleet.versions(rule, parameters, ROUNDS));
    }
    assertThat(job.restarts()).isZero();
    List<AggregationReport> reports =
        harness.await(
            configuration, TopicOptions.AGGREGATION_REPORTS, AggregationReport.class, ROUNDS + 1);
    AggregationReport last = reports.get(ROUNDS);
    assertThat(last.getRound()).isEqualTo(ROUNDS - 1);
    assertThat(last.getRule()).isEqualTo(rule);
    assertThat(last.getFailure()).isEmpty();
    assertThat(last.getParticipants())
        .extracting(Participant::getWorker)
        .containsExactly("worker-a", "worker-b", "worker-c", "worker-d", "worker-e");
    assertThat(last.getStalenessHistogram()).containsExactly((long) WORKERS);
  }

  @Test
  void smallVersionsTravelWithTheirAnnouncementAndModelsKeepApart() {
    JobConfiguration configuration = configuration("small", "fedavg");
    harness.submit(configuration);
    try (Fleet one =
            new Fleet(harness.platform().connection(), configuration, "one", Fleet.SMALL, WORKERS);
        Fleet two =
            new Fleet(
                harness.platform().connection(), configuration, "two", Fleet.SMALL, WORKERS)) {
      one.initialise();
      two.initialise();
      AggregationJob.models(harness, configuration, "two", 1);
      one.send(0, 1);
      two.send(0, 2);
      assertVersions(
          AggregationJob.models(harness, configuration, "one", 2),
          one.versions("fedavg", Map.of(), 1));
      assertVersions(
          AggregationJob.models(harness, configuration, "two", 2),
          two.versions("fedavg", Map.of(), 1));
    }
    assertThat(harness.await(configuration, TopicOptions.MODELS, ModelReference.class, 4))
        .allMatch(r -> r.getUri().isEmpty() && r.getTask().equals("parameters"));
  }
}
