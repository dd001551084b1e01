/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.TemporaryFolder;
import io.millrace.jobs.upgrade.SavepointCheck;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Runs a job until it is told to stop. */
final class LocalRun {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final RunnableJob job;
  private final JobConfiguration configuration;
  private final Consumer<String> notes;

  /**
   * Checks all that can be checked before the job starts.
   *
   * @param notes told what goes on
   * @throws ConfigurationException when the configuration contradicts itself or the brokers
   */
  LocalRun(RunnableJob job, JobConfiguration given, Consumer<String> notes) {
    this.job = job;
    this.configuration = job.own(given);
    this.notes = notes;
    ConfigurationValidator.validate(configuration);
    Preflight.check(job, configuration);
  }

  /**
   * Runs the job.
   *
   * @param savepoint to begin from, or null
   * @param running asked all the time
   */
  RunReport run(String savepoint, BooleanSupplier running) {
    if (savepoint != null) {
      SavepointCheck.require(
          job.environment(configuration).getStreamGraph().getJobGraph(), savepoint);
    }
    StreamGraph graph = job.environment(configuration).getStreamGraph();
    try (TemporaryFolder folder = TemporaryFolder.create();
        EmbeddedFlink flink =
            EmbeddedFlink.start(
                folder.path(), 1, configuration.get(JobOptions.PARALLELISM), new Configuration())) {
      notes.accept("Flink's page is " + flink.webPage());
      EmbeddedJob submitted =
          savepoint == null ? flink.submit(graph) : flink.submit(graph, savepoint);
      submitted.awaitRunning(PATIENCE);
      notes.accept("job " + configuration.get(JobOptions.NAME) + " runs; Ctrl-C ends it");
      long begin = System.nanoTime();
      boolean ended = false;
      while (!ended && running.getAsBoolean()) {
        ended = submitted.awaitEnd(LOOK);
      }
      long restarts = submitted.restarts();
      long checkpoints = submitted.checkpoints();
      String kept = ended ? null : stop(submitted, folder);
      return new RunReport(
          configuration.get(JobOptions.NAME),
          restarts,
          checkpoints,
          kept,
          (System.nanoTime() - begin) / 1e9);
    }
  }

  /** A savepoint commits what was written, even where nobody keeps it. */
  private String stop(EmbeddedJob submitted, TemporaryFolder folder) {
    notes.accept("stopping");
    String dir = configuration.get(CheckpointOptions.DIR);
    String target =
        dir == null ? folder.path().resolve("last").toUri().toString() : dir + "/savepoints";
    String savepoint = submitted.stopWithSavepoint(target);
    return dir == null ? null : savepoint;
  }
}
