/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.schemas.AggregationReport;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures in the middle of rounds leave no trace in what is published. */
class AggregationRecoveryITCase {
  private static final int WORKERS = 5;
  private static final int ROUNDS = 4;
  private static final Map<String, String> PARAMETERS = Map.of("byzantine", "1");

  private static JobHarness harness;
  private static int killed;

  @BeforeAll
  static void start() {
    harness = new JobHarness(AggregationJob.TESTED, 2, 1);
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
        .with(JobOptions.PARALLELISM, 2)
        .with(AggregationOptions.RULE, rule)
        .with(AggregationOptions.PARAMETERS, parameters(rule))
        .with(AggregationOptions.TRIGGER, "count(" + WORKERS + ")");
  }

  private static Map<String, String> parameters(String rule) {
    return rule.contains("trimmed") ? PARAMETERS : Map.of();
  }

  @ParameterizedTest
  @CsvSource({"fedavg/momentum, 1", "fedavg/momentum, 3", "nnm+trimmed-mean, 1"})
  void aJobThatIsKilledTwiceInTheMiddleOfARoundPublishesTheSame(String rule, int parts)
      throws Exception {
    String name = "killed-" + rule.replace('/', '-').replace('+', '-') + parts;
    JobConfiguration configuration =
        configuration(name, rule).with(AggregationOptions.PARTS, parts);
    EmbeddedJob job = harness.submit(configuration);
    try (Fleet fleet =
        new Fleet(harness.platform().connection(), configuration, Fleet.SHAPE, WORKERS)) {
      fleet.initialise();
      AggregationJob.models(harness, configuration, "net", 1);
      for (int round = 0; round < ROUNDS; round++) {
        List<Integer> order = fleet.order(round);
        fleet.send(round, order.subList(0, 3));
        if (round == 1 || round == 2) {
          // Some of it in the last checkpoint, some not.
          Thread.sleep(round == 1 ? 600 : 50);
          harness.flink().startTaskManager();
          harness.flink().killTaskManager(killed++);
        }
        fleet.send(round, order.subList(3, WORKERS));
        awaitRound(configuration, round);
      }
      ParameterAggregationITCase.assertVersions(
          AggregationJob.models(harness, configuration, "net", ROUNDS + 1),
          fleet.versions(rule, parameters(rule), ROUNDS));
    }
    Assertions.assertThat(job.restarts()).isGreaterThanOrEqualTo(2);
  }

  private static void awaitRound(JobConfiguration configuration, int round) {
    harness.await(
        configuration, TopicOptions.AGGREGATION_REPORTS, AggregationReport.class, round + 2);
  }

  @ParameterizedTest
  @CsvSource({"nnm+trimmed-mean/momentum, 1", "fedavg/adam, 2"})
  void rescalingThroughSavepointsInTheMiddleOfARoundChangesNothing(String rule, int parts) {
    String name = "rescaled-" + parts;
    JobConfiguration configuration =
        configuration(name, rule).with(AggregationOptions.PARTS, parts);
    String folder = harness.platform().folder().resolve(name).toUri().toString();
    int[] parallelism = {1, 2, 1};
    String savepoint = null;
    try (Fleet fleet =
        new Fleet(harness.platform().connection(), configuration, Fleet.SHAPE, WORKERS)) {
      for (int phase = 0; phase < parallelism.length; phase++) {
        JobConfiguration scaled = configuration.with(JobOptions.PARALLELISM, parallelism[phase]);
        EmbeddedJob job =
            savepoint == null ? harness.submit(scaled) : harness.resume(scaled, savepoint);
        List<Integer> order = fleet.order(phase);
        if (phase == 0) {
          fleet.initialise();
          AggregationJob.models(harness, configuration, "net", 1);
        } else {
          List<Integer> before = fleet.order(phase - 1);
          fleet.send(phase - 1, before.subList(2, WORKERS));
          awaitRound(configuration, phase - 1);
        }
        fleet.send(phase, order.subList(0, 2));
        if (phase + 1 < parallelism.length) {
          job.checkpoint();
          savepoint = job.stopWithSavepoint(folder);
        } else {
          fleet.send(phase, order.subList(2, WORKERS));
          awaitRound(configuration, phase);
        }
      }
      ParameterAggregationITCase.assertVersions(
          AggregationJob.models(harness, configuration, "net", parallelism.length + 1),
          fleet.versions(rule, parameters(rule), parallelism.length));
    }
  }
}
