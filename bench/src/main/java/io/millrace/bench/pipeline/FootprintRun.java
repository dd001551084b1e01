/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.pipeline.FootprintResult.Sample;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.models.tensor.choice.ComputePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;

/** Runs the job for long in this process and watches what memory that takes. */
public final class FootprintRun {
  private static final double MB_PER_SECOND_TO_HOUR = 3600;

  private final int keys;
  private final Duration length;
  private final Duration interval;
  private final ComputePath compute;
  private final Consumer<String> progress;

  /**
   * @param interval between two looks at the memory
   */
  public FootprintRun(
      int keys,
      Duration length,
      Duration interval,
      ComputePath compute,
      Consumer<String> progress) {
    this.keys = keys;
    this.length = length;
    this.interval = interval;
    this.compute = compute;
    this.progress = progress;
  }

  /** Returns when the time is over. */
  public FootprintResult run() throws Exception {
    JobConfiguration configuration =
        JobConfiguration.defaults()
            .with(SignalOptions.EMIT_WARMING, true)
            .with(ModelOptions.COMPUTE, compute)
            .with(CheckpointOptions.INTERVAL, Duration.ofSeconds(10));
    String name = "footprint-" + System.nanoTime();
    Path folder = Files.createTempDirectory("millrace-footprint");
    try (EmbeddedFlink flink = EmbeddedFlink.start(folder, 1, 1, new Configuration());
        Lane lane =
            new Lane(name, flink, new FrameWorkload(configuration).job(name, keys), length)) {
      return watch(Turnstile.of(name), lane);
    } finally {
      FileUtils.deleteDirectoryQuietly(folder.toFile());
    }
  }

  private FootprintResult watch(Turnstile turnstile, Lane lane) throws Exception {
    List<Sample> samples = new ArrayList<>();
    long begin = System.nanoTime();
    turnstile.open();
    while (System.nanoTime() - begin < length.toNanos()) {
      Thread.sleep(interval.toMillis());
      lane.requireRunning();
      Sample sample = sample((System.nanoTime() - begin) / 1e9, turnstile.arrived());
      samples.add(sample);
      progress.accept(
          String.format(
              Locale.ROOT,
              "%5.0f s: %9d events, resident %.0f MiB, outside the heap %.0f MiB",
              sample.seconds(),
              sample.events(),
              sample.residentMb(),
              sample.outsideHeapMb()));
    }
    return new FootprintResult(
        (System.nanoTime() - begin) / 6e10,
        turnstile.arrived(),
        samples,
        growthPerHour(samples.subList(samples.size() / 2, samples.size())));
  }

  private static Sample sample(double seconds, long events) throws IOException {
    return new Sample(
        seconds,
        ProcessMemory.residentMb(),
        ProcessMemory.heapCommittedMb(),
        ProcessMemory.directBuffersMb(),
        events);
  }

  /** The slope of what lies outside the heap; 0 for fewer than three samples. */
  static double growthPerHour(List<Sample> samples) {
    if (samples.size() < 3) {
      return 0;
    }
    SimpleRegression line = new SimpleRegression();
    samples.forEach(sample -> line.addData(sample.seconds(), sample.outsideHeapMb()));
    return line.getSlope() * MB_PER_SECOND_TO_HOUR;
  }
}
