/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.StartingOffsets;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.parameteraggregation.ParameterAggregationJob;
import io.millrace.operators.aggregation.Late;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The whole job: from updates in a topic to versions that are announced and lie in a store. First
 * several rounds wait in the topic, for the rate; then rounds are sent one by one, the last update
 * of each when all others have been taken in, for the time that a fleet waits. Delivery is at least
 * once: exactly once shows a version a checkpoint later, whatever the job costs.
 */
public final class JobBenchmark {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  private final JobSettings settings;
  private final double updates;
  private final Consumer<String> told;

  public JobBenchmark(JobSettings settings, Consumer<String> told) {
    this.settings = settings;
    // Of the rounds that wait.
    this.updates = (double) settings.workers() * settings.waiting();
    this.told = told;
  }

  /** Runs a job per rule. */
  public List<JobTime> run() throws InterruptedException {
    List<JobTime> times = new ArrayList<>();
    for (String rule : settings.rules()) {
      JobTime time = measure(rule);
      told.accept(
          String.format(
              Locale.ROOT,
              "%s, %,d x %,d: %.0f MB/s, %,.0f updates/s, %.2f s of processor time per GB, version"
                  + " %.0f ms after the last part",
              rule,
              time.workers(),
              time.values(),
              time.mbS(),
              time.updatesS(),
              time.cpuSPerGb(),
              time.publishMs()));
      times.add(time);
    }
    return times;
  }

  private JobConfiguration configuration(String rule, Platform platform) {
    return JobConfiguration.defaults()
        .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
        .with(TopicOptions.PARAMETER_UPDATES, BenchFleet.UPDATES.name())
        .with(KafkaOptions.GROUP_ID, BenchFleet.GROUP)
        .with(KafkaOptions.DELIVERY, Guarantee.AT_LEAST_ONCE)
        .with(KafkaOptions.STARTING_OFFSETS, StartingOffsets.EARLIEST)
        .with(CheckpointOptions.INTERVAL, CHECKPOINTS)
        .with(JobOptions.PARALLELISM, settings.parallelism())
        .with(AggregationOptions.PARTS, settings.parts())
        .with(AggregationOptions.MAX_WORKERS, settings.workers())
        .with(AggregationOptions.RULE, rule)
        .with(AggregationOptions.PARAMETERS, JobSettings.parameters(rule))
        .with(AggregationOptions.TRIGGER, "count(" + settings.workers() + ")")
        .with(AggregationOptions.LATE, Late.CARRY)
        .with(AggregationOptions.AWAIT_INITIAL, true)
        .with(AggregationOptions.STORE, platform.folder().resolve("store").toUri().toString());
  }

  private JobTime measure(String rule) throws InterruptedException {
    try (Platform platform = Platform.start(1, 0, 1, settings.parallelism());
        BenchFleet fleet = new BenchFleet(platform.connection(), settings);
        PublishedVersions versions = new PublishedVersions(platform.connection(), PATIENCE)) {
      fleet.initialise();
      for (int round = 0; round <= settings.waiting(); round++) {
        fleet.send(round, 0, settings.workers());
      }
      EmbeddedJob job =
          platform
              .flink()
              .submit(
                  ParameterAggregationJob.environment(configuration(rule, platform))
                      .getStreamGraph());
      job.awaitRunning(START);
      long waiting = 1L + settings.waiting();
      versions.await(waiting);
      double seconds = versions.seconds(1, waiting);
      double cpuSeconds = versions.processorSeconds(1, waiting);
      double gb = 4e-9 * updates * settings.values();
      double[] publish = new double[settings.live()];
      double[] last = new double[settings.live()];
      for (int i = 0; i < settings.live(); i++) {
        live(fleet, job, versions, i, publish, last);
      }
      job.cancel();
      Arrays.sort(publish);
      Arrays.sort(last);
      return new JobTime(
          rule,
          settings.workers(),
          settings.values(),
          settings.parallelism(),
          settings.parts(),
          1e3 * gb / seconds,
          updates / seconds,
          cpuSeconds / gb,
          1e6 * cpuSeconds / updates,
          publish[publish.length / 2],
          publish[publish.length - 1],
          last[last.length / 2]);
    }
  }

  /** One round; all but its last update are taken in before that is sent. */
  private void live(
      BenchFleet fleet,
      EmbeddedJob job,
      PublishedVersions versions,
      int index,
      double[] publish,
      double[] last)
      throws InterruptedException {
    int round = 1 + settings.waiting() + index;
    fleet.send(round, 0, settings.workers() - 1);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!fleet.takenIn()) {
      job.checkpoint();
      require(deadline, "the updates of round " + round + " are not taken in");
    }
    long begin = System.nanoTime();
    long sent = fleet.send(round, settings.workers() - 1, settings.workers());
    long announced = versions.await(round + 1);
    publish[index] = (announced - sent) / 1e6;
    last[index] = (announced - begin) / 1e6;
  }

  private static void require(long deadline, String otherwise) {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(otherwise + " within " + PATIENCE);
    }
  }
}
