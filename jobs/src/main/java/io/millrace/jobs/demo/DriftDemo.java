/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.ConfigurationValidator;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.driftmoe.DriftMoeJob;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.play.InstancePlayer;
import io.millrace.jobs.play.InstanceTopics;
import io.millrace.jobs.play.LabelledSender;
import io.millrace.models.drift.stream.InstanceStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The learning job in the demo: streams that drift, played in real time until told to stop. */
final class DriftDemo implements AutoCloseable {
  private static final int REPORT_WINDOW = 250;

  /** Event time in partitions that stay empty. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  /** Time goes on by so much at the end, to give the last instances their turn. */
  private static final long BEYOND_LAST = 1000;

  private final DriftSettings settings;
  private final JobConfiguration configuration;
  private final DriftStatistics statistics = new DriftStatistics();
  private final List<String> streams;
  private final InstanceTopics topics;
  private final EmbeddedJob job;
  private volatile boolean ending;
  private FutureTask<Long> playing;
  private long sent;
  private long instanceMarks;
  private long labelMarks;
  private long instancesAcknowledged;
  private long labelsAcknowledged;

  /** Submits the job; returns before it runs. */
  DriftDemo(DriftSettings settings, JobConfiguration base, Platform platform) {
    this.settings = settings;
    this.configuration =
        base.with(BundleOptions.LATENCY, Duration.ofMillis(10))
            .with(DriftOptions.REPORT_WINDOW, REPORT_WINDOW)
            // One producer sends everything in the order of time.
            .with(DriftOptions.DISORDER_BOUND, Duration.ZERO)
            // Partitions have records or a mark of time that is far ahead. Were those with records
            // idle when the mark comes, event time would jump there and everything would be late.
            .with(DriftOptions.IDLE_TIMEOUT, FOR_EVER)
            .with(DriftOptions.MAX_AHEAD, FOR_EVER.multipliedBy(2));
    ConfigurationValidator.validate(configuration);
    this.streams =
        IntStream.rangeClosed(1, settings.streams()).mapToObj(i -> "loans-" + i).toList();
    KafkaConnection connection = platform.connection();
    this.topics =
        new InstanceTopics(
            connection,
            configuration.get(TopicOptions.DRIFT_INSTANCES),
            configuration.get(TopicOptions.DRIFT_LABELS));
    this.job = platform.flink().submit(DriftMoeJob.environment(configuration).getStreamGraph());
  }

  void awaitRunning(Duration patience) {
    job.awaitRunning(patience);
  }

  DriftStatistics statistics() {
    return statistics;
  }

  /** Who learns. */
  String learner() {
    return configuration.get(DriftOptions.LEARNER);
  }

  /** Plays on a thread of its own. */
  void start(BooleanSupplier running) {
    playing = new FutureTask<>(() -> play(() -> !ending && running.getAsBoolean()));
    Thread thread = new Thread(playing, "instances");
    thread.setDaemon(true);
    thread.start();
  }

  private long play(BooleanSupplier running) {
    long start = System.currentTimeMillis();
    topics.markEmpty(start + FOR_EVER.toMillis(), streams, streams);
    topics.flush();
    instanceMarks = topics.instancesAcknowledged();
    labelMarks = topics.labelsAcknowledged();
    try (InstanceStream instances =
        new RecurringConcepts(settings.conceptLength(), settings.seed())) {
      List<LabelledSender> senders =
          streams.stream()
              .map(id -> new LabelledSender(topics::send, id, instances.schema(), settings.delay()))
              .toList();
      return new InstancePlayer(settings.perSecond())
          .play(instances, senders, start, running, done -> statistics.instanceSent());
    }
  }

  /** Stops playing and lets event time pass the last instances. */
  void stop() {
    ending = true;
    try {
      sent = playing.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "instances could not be played, " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    topics.flush();
    instancesAcknowledged = topics.instancesAcknowledged() - instanceMarks;
    labelsAcknowledged = topics.labelsAcknowledged() - labelMarks;
    topics.markEnd(System.currentTimeMillis() + BEYOND_LAST, streams, streams);
    topics.flush();
  }

  /** Whether every instance has its prediction. */
  boolean complete() {
    return statistics.predictions() >= sent;
  }

  DriftFigures figures() {
    return new DriftFigures(
        instancesAcknowledged,
        labelsAcknowledged,
        statistics.predictions(),
        sent,
        statistics.outOfTurn(),
        statistics.unmatched(),
        orNull(statistics.accuracy()),
        orNull(statistics.recentAccuracy()),
        statistics.alarms(),
        statistics.emitted(),
        statistics.visible(),
        settings.streams(),
        statistics.streams(),
        statistics.experts(),
        job.restarts(),
        job.checkpoints(),
        learner(),
        configuration.get(DriftOptions.DETECTOR));
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  void cancel() {
    job.cancel();
  }

  @Override
  public void close() {
    ending = true;
    topics.close();
  }
}
