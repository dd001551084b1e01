/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo.drift;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.demo.part.Followers;
import io.millrace.jobs.demo.part.Look;
import io.millrace.jobs.demo.part.Part;
import io.millrace.jobs.demo.part.Playing;
import io.millrace.jobs.driftmoe.DriftMoeJob;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.play.InstancePlayer;
import io.millrace.jobs.play.InstanceTopics;
import io.millrace.jobs.play.LabelledSender;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.UnmatchedLabel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The learning job in the demo: streams that drift, played in real time until told to stop. */
public final class DriftPart implements Part {
  private static final int REPORT_WINDOW = 250;

  /** Event time in partitions that stay empty. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  /** Time goes on by so much at the end, to give the last instances their turn. */
  private static final long BEYOND_LAST = 1000;

  private final DriftSettings settings;
  private final JobConfiguration configuration;
  private final DriftStatistics statistics = new DriftStatistics();
  private final DriftView view = new DriftView();
  private final List<String> streams;
  private final InstanceTopics topics;
  private final EmbeddedJob job;
  private volatile boolean ending;
  private Playing playing;
  private long sent;
  private long instanceMarks;
  private long labelMarks;
  private long instancesAcknowledged;
  private long labelsAcknowledged;

  /** Submits the job; returns before it runs. */
  public DriftPart(DriftSettings settings, JobConfiguration base, Platform platform) {
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

  @Override
  public String awaitRunning(Duration patience) {
    job.awaitRunning(patience);
    return String.format(
        Locale.ROOT,
        "%s learns %d labelled streams, whose concept changes every %.0f s",
        learner(),
        streams.size(),
        settings.conceptSeconds());
  }

  private String learner() {
    return configuration.get(DriftOptions.LEARNER);
  }

  @Override
  public void follow(Followers followers) {
    followers.follow(
        Topics.DRIFT_PREDICTIONS,
        DriftPrediction.class,
        prediction -> statistics.prediction(prediction, System.currentTimeMillis()));
    followers.follow(Topics.DRIFT_REPORTS, DriftReport.class, statistics::report);
    followers.follow(
        Topics.DRIFT_UNMATCHED_LABELS, UnmatchedLabel.class, label -> statistics.unmatchedLabel());
  }

  @Override
  public void start(BooleanSupplier running) {
    playing = new Playing("instances", () -> play(() -> !ending && running.getAsBoolean()));
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

  /** Lets event time pass the last instances, too. */
  @Override
  public void stop() {
    ending = true;
    sent = playing.await();
    topics.flush();
    instancesAcknowledged = topics.instancesAcknowledged() - instanceMarks;
    labelsAcknowledged = topics.labelsAcknowledged() - labelMarks;
    topics.markEnd(System.currentTimeMillis() + BEYOND_LAST, streams, streams);
    topics.flush();
  }

  /** Whether every instance has its prediction. */
  @Override
  public boolean complete() {
    return statistics.predictions() >= sent;
  }

  @Override
  public Look look(double seconds) {
    return view.look(statistics.glance(), seconds);
  }

  public DriftFigures figures() {
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

  @Override
  public void cancel() {
    job.cancel();
  }

  @Override
  public void close() {
    ending = true;
    topics.close();
  }
}
