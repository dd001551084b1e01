/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.demo.drift.DriftPart;
import io.millrace.jobs.demo.fleet.FleetPart;
import io.millrace.jobs.demo.graph.GraphPart;
import io.millrace.jobs.demo.page.LivePage;
import io.millrace.jobs.demo.page.PageFigures;
import io.millrace.jobs.demo.page.PageProvider;
import io.millrace.jobs.demo.part.Part;
import io.millrace.jobs.demo.signal.SignalPart;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.produce.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs everything in one process and measures it. */
final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final int PARTITIONS = 4;

  private final DemoSettings settings;
  private final Consumer<String> notes;

  /**
   * Prepares a demo.
   *
   * @param notes told what goes on
   */
  Demo(DemoSettings settings, Consumer<String> notes) {
    this.settings = settings;
    this.notes = notes;
  }

  /**
   * Plays the signals in real time to their end, or until told to stop, and everything else as
   * long.
   *
   * @param running asked all the time
   * @param view shows the figures once a second
   */
  DemoReport run(List<Signal> signals, BooleanSupplier running, LiveView view) {
    notes.accept("starting a Kafka broker and a Flink cluster in this process");
    try (Platform platform =
        Platform.start(PARTITIONS, 0, 1, settings.jobs() * settings.parallelism())) {
      notes.accept(
          "Kafka listens on "
              + platform.connection()
              + ", Flink's page is "
              + platform.flink().webPage());
      JobConfiguration base = configuration(platform);
      try (SignalPart signal =
              new SignalPart(signals, settings.model(), settings.frameSamples(), base, platform);
          DriftPart drift =
              settings.learns() ? new DriftPart(settings.drift(), base, platform) : null;
          GraphPart graph =
              settings.scoresGraph() ? new GraphPart(settings.graph(), base, platform) : null;
          FleetPart fleet =
              settings.aggregates() ? new FleetPart(settings.fleet(), base, platform) : null) {
        List<Part> parts =
            Stream.<Part>of(signal, drift, graph, fleet).filter(Objects::nonNull).toList();
        Played played = play(parts, running, view, platform);
        DemoReport report =
            new DemoReport(
                signal.figures(),
                played.seconds(),
                settings.delivery().toString(),
                drift == null ? null : drift.figures(),
                graph == null ? null : graph.figures(),
                fleet == null ? null : fleet.figures(),
                played.page());
        notes.accept("stopping");
        parts.forEach(Part::cancel);
        return report;
      }
    }
  }

  /**
   * What came of playing.
   *
   * @param page null where there was none
   */
  private record Played(double seconds, PageFigures page) {}

  private Played play(List<Part> parts, BooleanSupplier running, LiveView view, Platform platform) {
    parts.forEach(part -> notes.accept(part.awaitRunning(PATIENCE)));
    try (LivePage page = page(platform);
        Watch watch = new Watch(platform.connection(), parts, view)) {
      if (page != null) {
        notes.accept("watch it in a browser: " + page.url());
      }
      long begin = System.nanoTime();
      parts.forEach(part -> part.start(running));
      PageFigures shown = null;
      for (Part part : parts) {
        part.stop();
        // The first part, the signals, has come to its end; all others are still at it.
        if (shown == null && page != null) {
          shown = page.check();
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      watch.awaitResults(DRAIN);
      return new Played(seconds, shown);
    }
  }

  private LivePage page(Platform platform) {
    return PageProvider.find()
        .map(
            provider ->
                provider.open(
                    platform.connection(), platform.flink().webPage(), settings.pagePort()))
        .orElse(null);
  }

  /** What all jobs share. */
  private JobConfiguration configuration(Platform platform) {
    return JobConfiguration.defaults()
        .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
        .with(KafkaOptions.DELIVERY, settings.delivery())
        .with(JobOptions.PARALLELISM, settings.parallelism())
        .with(CheckpointOptions.INTERVAL, settings.checkpointInterval());
  }
}
