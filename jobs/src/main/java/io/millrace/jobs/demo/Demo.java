/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationValidator;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Player;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs everything in one process and measures it. */
final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final int PARTITIONS = 4;

  private final DemoSettings settings;
  private final ModelManifest manifest;
  private final Consumer<String> notes;

  /**
   * Prepares a demo.
   *
   * @param notes told what goes on
   */
  Demo(DemoSettings settings, Consumer<String> notes) {
    this.settings = settings;
    this.manifest = ModelBundle.read(settings.model()).manifest();
    this.notes = notes;
  }

  /**
   * Plays the signals in real time to their end, or until told to stop.
   *
   * @param running asked all the time
   * @param view shows the figures once a second
   */
  DemoReport run(List<Signal> signals, BooleanSupplier running, LiveView view) {
    notes.accept("starting a Kafka broker and a Flink cluster in this process");
    int jobs = settings.drift().streams() > 0 ? 2 : 1;
    try (Platform platform = Platform.start(PARTITIONS, 0, 1, jobs * settings.parallelism())) {
      notes.accept(
          "Kafka listens on "
              + platform.connection()
              + ", Flink's page is "
              + platform.flink().webPage());
      JobConfiguration configuration = configuration(platform);
      ConfigurationValidator.validate(configuration);
      EmbeddedJob job =
          platform.flink().submit(StreamingCnnJob.environment(configuration).getStreamGraph());
      try (DriftDemo drift = jobs == 1 ? null : drift(platform)) {
        job.awaitRunning(PATIENCE);
        tell(signals.size(), drift);
        return play(signals, running, view, platform, job, drift);
      }
    }
  }

  private void tell(int streams, DriftDemo drift) {
    if (drift != null) {
      drift.awaitRunning(PATIENCE);
      notes.accept(
          String.format(
              Locale.ROOT,
              "%s learns %d labelled streams, whose concept changes every %.0f s",
              drift.learner(),
              settings.drift().streams(),
              settings.drift().conceptSeconds()));
    }
    notes.accept(
        String.format(
            Locale.ROOT,
            "model %s serves %d streams; the first predictions come when a window of %.1f s is full",
            manifest.id(),
            streams,
            manifest.window() / manifest.samplingRate()));
  }

  private DriftDemo drift(Platform platform) {
    return new DriftDemo(settings.drift(), common(platform), platform);
  }

  private DemoReport play(
      List<Signal> signals,
      BooleanSupplier running,
      LiveView view,
      Platform platform,
      EmbeddedJob job,
      DriftDemo drift) {
    DemoStatistics statistics =
        new DemoStatistics(this::dueMillis, Set.copyOf(manifest.alarmLabels()));
    List<CountedSignal> counted = signals.stream().map(CountedSignal::new).toList();
    long sent;
    double seconds;
    try (FrameTopic topic = new FrameTopic(platform.connection(), Topics.SIGNAL_FRAMES.name());
        Watch watch =
            new Watch(
                platform.connection(),
                statistics,
                drift == null ? null : drift.statistics(),
                view)) {
      long begin = System.nanoTime();
      if (drift != null) {
        drift.start(running);
      }
      new Player(1, settings.frameSamples())
          .play(
              counted,
              topic,
              System.currentTimeMillis(),
              running,
              samples -> statistics.eventSent());
      if (drift != null) {
        drift.stop();
      }
      seconds = (System.nanoTime() - begin) / 1e9;
      sent = topic.acknowledged();
      watch.await(
          () ->
              statistics.predictions() >= expected(counted) && (drift == null || drift.complete()),
          DRAIN);
    }
    DriftFigures figures = drift == null ? null : drift.figures();
    DemoReport report =
        report(statistics, job, sent, expected(counted), signals.size(), seconds, figures);
    notes.accept("stopping");
    if (drift != null) {
      drift.cancel();
    }
    job.cancel();
    return report;
  }

  /** The time at which the frame was due that completes the window. */
  private long dueMillis(SignalPrediction prediction) {
    long end = prediction.getWindowEnd();
    long frame = settings.frameSamples();
    long missing = Math.floorMod(-end, frame);
    return prediction.getWindowEndTime().toEpochMilli()
        + Math.round(1000 * missing / manifest.samplingRate());
  }

  private long expected(List<CountedSignal> signals) {
    return signals.stream()
        .mapToLong(signal -> signal.windows(manifest.window(), manifest.hop()))
        .sum();
  }

  private DemoReport report(
      DemoStatistics statistics,
      EmbeddedJob job,
      long sent,
      long expected,
      int streams,
      double seconds,
      DriftFigures drift) {
    DemoStatistics.Glance all = statistics.glance();
    return new DemoReport(
        sent,
        all.predictions(),
        expected,
        all.deadLetters(),
        all.late(),
        statistics.emitted(),
        statistics.visible(),
        job.restarts(),
        job.checkpoints(),
        streams,
        all.streams(),
        statistics.labels(),
        all.alarms(),
        seconds,
        settings.delivery().toString(),
        manifest.id(),
        drift);
  }

  private JobConfiguration configuration(Platform platform) {
    return common(platform)
        .with(ModelOptions.URI, settings.model())
        .with(BundleOptions.LATENCY, Duration.ofMillis(10))
        .with(SignalOptions.DISORDER_BOUND, Duration.ofSeconds(1));
  }

  /** What both jobs share. */
  private JobConfiguration common(Platform platform) {
    return JobConfiguration.defaults()
        .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
        .with(KafkaOptions.DELIVERY, settings.delivery())
        .with(JobOptions.PARALLELISM, settings.parallelism())
        .with(CheckpointOptions.INTERVAL, settings.checkpointInterval());
  }
}
