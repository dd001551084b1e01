/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.pipeline.PipelineResult.PerEvent;
import io.millrace.bench.pipeline.PipelineResult.Scaling;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.model.BundleLoader;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.operators.model.ModelLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The job with frames from memory against the bare step and the job that counts. */
final class MemoryRun {
  /** Frames that every stream has seen before anything counts. */
  private static final int WARM_FRAMES = 3;

  /** What the job is compared with has turns of a half: it varies less. */
  private static final int PARTS_SHARE = 2;

  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(512);

  private final PipelineSettings settings;
  private final JobConfiguration configuration;
  private final Path folder;
  private final Consumer<String> progress;
  private final ModelBundle bundle;
  private final int hop;

  MemoryRun(
      PipelineSettings settings,
      JobConfiguration configuration,
      Path folder,
      Consumer<String> progress) {
    this.settings = settings;
    this.configuration = configuration;
    this.folder = folder;
    this.progress = progress;
    this.bundle = ModelBundle.read(configuration.get(ModelOptions.URI));
    this.hop = bundle.manifest().hop();
  }

  /** What the comparison found. */
  record Comparison(
      double eventsPerS,
      double kernelEventsPerS,
      double noopEventsPerS,
      PerEvent wall,
      PerEvent cpu,
      double bytesPerKey,
      long planBytesPerKey,
      long checkpoints) {
    double overhead() {
      return wall.job() / (wall.kernel() + wall.noop());
    }

    double overheadCpu() {
      return cpu.job() / (cpu.kernel() + cpu.noop());
    }
  }

  Comparison compare() throws Exception {
    FrameFeed feed = new FrameFeed(settings.keys(), hop);
    String run = "-" + System.nanoTime();
    try (EmbeddedFlink flink = flink(2);
        BareStep step = new BareStep(cnn(), feed, configuration.get(BundleOptions.SIZE));
        Lane job =
            lane("job" + run, flink, FrameJobs.predicting("job" + run, configuration, feed));
        Lane noop =
            lane("noop" + run, flink, FrameJobs.counting("noop" + run, configuration, feed))) {
      long warm = warmUp(settings.keys());
      progress.accept("warming up: " + warm + " events over " + settings.keys() + " streams");
      job.warmUp(warm);
      noop.warmUp(warm);
      while (step.events() < warm) {
        step.step();
      }
      Cost kernel = new Cost();
      for (int round = 1; round <= settings.rounds(); round++) {
        kernel.add(turn(step));
        noop.run(settings.turn().dividedBy(PARTS_SHARE));
        job.run(settings.turn());
        progress.accept(line(round, job.cost(), kernel, noop.cost()));
      }
      long bytes = job.savepointBytes(folder.resolve("savepoint" + run));
      return new Comparison(
          job.cost().eventsPerSecond(),
          kernel.eventsPerSecond(),
          noop.cost().eventsPerSecond(),
          new PerEvent(
              job.cost().micros(), kernel.micros(), noop.cost().micros(), job.cost().spread()),
          new PerEvent(
              job.cost().processorMicros(),
              kernel.processorMicros(),
              noop.cost().processorMicros(),
              null),
          bytes / (double) settings.keys(),
          step.stateBytes(),
          job.checkpoints());
    }
  }

  /** The job alone at several numbers of streams, in turns. */
  List<Scaling> scale() throws Exception {
    List<Lane> lanes = new ArrayList<>();
    List<Scaling> results = new ArrayList<>();
    try (EmbeddedFlink flink = flink(settings.scaling().size())) {
      try {
        for (int keys : settings.scaling()) {
          String name = "scale-" + keys + "-" + System.nanoTime();
          FrameFeed feed = new FrameFeed(keys, hop);
          Lane lane = lane(name, flink, FrameJobs.predicting(name, configuration, feed));
          lanes.add(lane);
          progress.accept("warming up " + keys + " streams");
          lane.warmUp(warmUp(keys));
        }
        for (int round = 0; round < settings.rounds(); round++) {
          for (Lane lane : lanes) {
            lane.run(settings.turn());
          }
        }
        for (int i = 0; i < lanes.size(); i++) {
          int keys = settings.scaling().get(i);
          Cost cost = lanes.get(i).cost();
          long bytes = lanes.get(i).savepointBytes(folder.resolve("savepoint-scale-" + keys));
          results.add(
              new Scaling(keys, cost.micros(), cost.processorMicros(), bytes / (double) keys));
          progress.accept(
              String.format(Locale.ROOT, "%7d streams: %.2f us per event", keys, cost.micros()));
        }
      } finally {
        lanes.forEach(Lane::close);
      }
    }
    return results;
  }

  private long warmUp(int keys) {
    return Math.max(settings.warmUp(), (long) WARM_FRAMES * keys);
  }

  private Lane lane(String name, EmbeddedFlink flink, StreamGraph graph) {
    return new Lane(name, flink, graph, settings.checkpoints());
  }

  private EmbeddedFlink flink(int jobs) {
    Configuration overrides = new Configuration();
    overrides.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED.multiply(jobs));
    return EmbeddedFlink.start(folder, 1, jobs, overrides);
  }

  private StreamingCnn cnn() {
    BundleLoader loader =
        new BundleLoader(
            configuration.get(ModelOptions.COMPUTE),
            configuration.get(ModelOptions.MODE),
            configuration.get(ModelOptions.HOP));
    return loader.serve(bundle, new ModelLoader.Place(OptionalInt.empty(), 0)).cnn();
  }

  private Turn turn(BareStep step) throws Exception {
    Duration length = settings.turn().dividedBy(PARTS_SHARE);
    return Turn.watch(
        step::events,
        () -> {
          long end = System.nanoTime() + length.toNanos();
          while (System.nanoTime() < end) {
            step.step();
          }
        });
  }

  private static String line(int round, Cost job, Cost kernel, Cost noop) {
    return String.format(
        Locale.ROOT,
        "round %2d, us per event: job %6.2f, step %6.2f, counting job %6.2f, overhead %.2f",
        round,
        job.micros(),
        kernel.micros(),
        noop.micros(),
        job.micros() / (kernel.micros() + noop.micros()));
  }
}
