/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.pipeline.PipelineResult.PerEvent;
import io.millrace.bench.pipeline.PipelineResult.Scaling;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.embedded.EmbeddedFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The job with events from memory against the bare step and the job that counts. */
final class MemoryRun {
  /** What the job is compared with has turns of a half: it varies less. */
  private static final int PARTS_SHARE = 2;

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(512);

  private final PipelineSettings settings;
  private final Workload workload;
  private final Path folder;
  private final Consumer<String> progress;

  MemoryRun(PipelineSettings settings, Workload workload, Path folder, Consumer<String> progress) {
    this.settings = settings;
    this.workload = workload;
    this.folder = folder;
    this.progress = progress;
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
    int keys = settings.keys();
    String run = "-" + System.nanoTime();
    try (Bare bare = workload.bare(keys);
        EmbeddedFlink flink = flinkBeside(bare.bytesPerKey() * keys);
        Lane job = lane("job" + run, flink, workload.job("job" + run, keys));
        Lane noop = lane("noop" + run, flink, workload.counting("noop" + run, keys))) {
      long warm = warmUp(keys);
      progress.accept("warming up: " + warm + " events over " + keys + " streams");
      job.warmUp(warm);
      noop.warmUp(warm);
      while (bare.events() < warm) {
        bare.step();
      }
      Cost kernel = new Cost();
      for (int round = 1; round <= settings.rounds(); round++) {
        noop.run(settings.turn().dividedBy(PARTS_SHARE));
        job.run(settings.turn());
        kernel.add(turn(bare, job.arrived()));
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
          bytes / (double) keys,
          bare.bytesPerKey(),
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
          Lane lane = lane(name, flink, workload.job(name, keys));
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

  /**
   * For both jobs of the comparison. What runs alone keeps all its streams on the heap that they
   * share.
   *
   * @throws IllegalArgumentException when they have no room there
   */
  private EmbeddedFlink flinkBeside(long bytesAlone) {
    long hot = workload.configuration().get(StateOptions.HOT_TIER_MEMORY).getBytes();
    long heap = Runtime.getRuntime().maxMemory();
    if (bytesAlone + hot > heap) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--keys is %d: without the job their state takes %d MiB of the heap, its hot tier"
                  + " another %d, and the heap has %d: raise it, MILLRACE_JAVA_OPTS=-Xmx%dg, or"
                  + " give a small number first, --keys 10000,%1$d, which has the job alone run"
                  + " with so many",
              settings.keys(),
              bytesAlone / MIB,
              hot / MIB,
              heap / MIB,
              ((bytesAlone + hot) * 3 / 2) / GIB + 1));
    }
    return flink(2);
  }

  private long warmUp(int keys) {
    return Math.max(settings.warmUp(), workload.beginning(keys));
  }

  private Lane lane(String name, EmbeddedFlink flink, StreamGraph graph) {
    return new Lane(name, flink, graph, settings.checkpoints());
  }

  private EmbeddedFlink flink(int jobs) {
    Configuration overrides = new Configuration();
    overrides.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED.multiply(jobs));
    return EmbeddedFlink.start(folder, 1, jobs, overrides);
  }

  /** No stream may see more events than in the job: models that grow would cost more. */
  private Turn turn(Bare bare, long most) throws Exception {
    Duration length = settings.turn().dividedBy(PARTS_SHARE);
    return Turn.watch(
        bare::events,
        () -> {
          long end = System.nanoTime() + length.toNanos();
          while (System.nanoTime() < end && bare.events() < most) {
            bare.step();
          }
          return System.nanoTime();
        });
  }

  private static String line(int round, Cost job, Cost kernel, Cost noop) {
    return String.format(
        Locale.ROOT,
        "round %2d, us per event: job %6.2f, alone %6.2f, counting job %6.2f, overhead %.2f",
        round,
        job.micros(),
        kernel.micros(),
        noop.micros(),
        job.micros() / (kernel.micros() + noop.micros()));
  }
}
