/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.worker.GlobalModel;
import io.millrace.schemas.AggregationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The example in Python takes part: what it publishes is merged, and what is merged it reads. The
 * interpreter is python3, or what the environment variable MILLRACE_PYTHON names.
 */
class PythonWorkerITCase {
  private static final Path SCRIPT = Path.of("..", "docs", "examples", "publish_update.py");
  private static final int ROUNDS = 3;

  private static JobHarness harness;

  @BeforeAll
  static void start() throws Exception {
    assertThat(SCRIPT).exists();
    Result imports = run(List.of("-c", "import confluent_kafka, fastavro, numpy"));
    assumeTrue(
        imports.code() == 0,
        () ->
            "skipped: "
                + python()
                + " lacks what the example needs (pip install confluent-kafka fastavro numpy): "
                + imports.printed());
    harness = new JobHarness(AggregationJob.TESTED, 1, 2);
  }

  @AfterAll
  static void stop() {
    if (harness != null) {
      harness.close();
    }
  }

  @AfterEach
  void cancel() {
    harness.cancelAll();
  }

  private record Result(int code, String printed) {}

  private static String python() {
    return System.getenv().getOrDefault("MILLRACE_PYTHON", "python3");
  }

  private static Result run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python()));
    command.addAll(arguments);
    Path printed = Files.createTempFile("millrace-python", ".out");
    try {
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
      } catch (IOException e) {
        return new Result(-1, e.getMessage());
      }
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        return new Result(-1, "not done in 3 minutes: " + Files.readString(printed));
      }
      return new Result(
          process.exitValue(), Files.readString(printed, StandardCharsets.UTF_8).strip());
    } finally {
      Files.delete(printed);
    }
  }

  private static Result worker(JobConfiguration configuration, String name, String codec)
      throws IOException, InterruptedException {
    return run(
        List.of(
            SCRIPT.toString(),
            "--brokers=" + harness.platform().connection().bootstrapServers(),
            "--updates=" + configuration.get(TopicOptions.PARAMETER_UPDATES),
            "--models=" + configuration.get(TopicOptions.MODELS),
            "--model=fit",
            "--worker=" + name,
            "--codec=" + codec,
            "--demo=" + ROUNDS));
  }

  private static JobConfiguration configuration(String name) {
    return AggregationJob.configuration(harness, name)
        .with(AggregationOptions.RULE, "fedavg")
        .with(AggregationOptions.TRIGGER, "count(1)");
  }

  @Test
  void aWorkerInPythonTrainsAModelRoundByRound() throws Exception {
    JobConfiguration configuration = configuration("python");
    EmbeddedJob job = harness.submit(configuration);
    Result result = worker(configuration, "ann", "fp32");
    assertThat(result.code()).as(result.printed()).isZero();
    List<String> lines = result.printed().lines().toList();
    assertThat(lines).hasSize(ROUNDS);
    for (int round = 1; round <= ROUNDS; round++) {
      assertThat(lines.get(round - 1)).startsWith("version " + round + ": loss ");
    }
    // The noise of its data has a variance of 1e-4.
    double loss = Double.parseDouble(lines.get(ROUNDS - 1).replaceAll(".* ", ""));
    assertThat(loss).isBetween(5e-5, 2e-4);

    List<GlobalModel> models = AggregationJob.models(harness, configuration, "fit", ROUNDS + 1);
    assertThat(models).extracting(GlobalModel::version).containsExactly(0L, 1L, 2L, 3L);
    GlobalModel last = models.get(ROUNDS);
    assertThat(last.contributors()).containsExactly("ann");
    assertThat(last.shape().tensors()).extracting(t -> t.name()).containsExactly("w", "b");
    float[] truth = {1, -2, 3, 0.5f};
    for (int i = 0; i < truth.length; i++) {
      assertThat(last.tensors()[0][i]).isCloseTo(truth[i], within(0.01f));
    }
    assertThat(last.tensors()[1][0]).isCloseTo(0.25f, within(0.01f));
    assertThat(job.restarts()).isZero();
  }

  @Test
  void aWorkerMaySendHalfTheBytes() throws Exception {
    JobConfiguration configuration = configuration("python-half");
    harness.submit(configuration);
    Result first = worker(configuration, "ann", "fp16");
    assertThat(first.code()).as(first.printed()).isZero();
    List<AggregationReport> reports =
        harness.await(
            configuration, TopicOptions.AGGREGATION_REPORTS, AggregationReport.class, ROUNDS + 1);
    assertThat(reports.get(ROUNDS).getParticipants())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.getWorker()).isEqualTo("ann");
              assertThat(p.getExamples()).isEqualTo(200);
              assertThat(p.getStaleness()).isZero();
            });
  }
}
