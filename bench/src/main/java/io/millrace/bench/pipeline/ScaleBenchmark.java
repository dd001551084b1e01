/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.pipeline.ScaleResult.Moved;
import io.millrace.bench.pipeline.ScaleResult.Parallel;
import io.millrace.bench.pipeline.ScaleResult.Written;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.embedded.EmbeddedJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.util.FileUtils;

/**
 * Measures what the size of a cluster follows from: throughput by parallelism, what checkpoints
 * write for so many keys that changed, and how long a job is away that is restored, recovers or is
 * rescaled. Events come from memory.
 */
public final class ScaleBenchmark {
  private static final Duration NEVER = Duration.ofDays(30);
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(1024);
  private static final List<Integer> PARALLELISMS = List.of(1, 2);
  private static final long GLANCE_MILLIS = 5;
  private static final Duration RESTART = Duration.ofMinutes(5);
  private static final int PARALLEL_KEYS = 1000;

  private final Settings settings;
  private final IntFunction<Workload> workloads;
  private final Consumer<String> progress;

  /**
   * How much is measured.
   *
   * @param keys of the job whose state is written and restored
   * @param rounds of each parallelism, in turns
   * @param turn of each in a round
   * @param warmUp events before anything counts
   * @param checkpoints of each share of changed keys
   * @param changed shares of keys, above 0 and at most 1
   */
  public record Settings(
      int keys, int rounds, Duration turn, long warmUp, int checkpoints, List<Double> changed) {
    public Settings {
      changed = List.copyOf(changed);
      if (keys < 1 || rounds < 1 || checkpoints < 1) {
        throw new IllegalArgumentException(
            "%d keys, %d rounds, %d checkpoints: give at least one of each"
                .formatted(keys, rounds, checkpoints));
      }
    }
  }

  private ScaleBenchmark(
      Settings settings, IntFunction<Workload> workloads, Consumer<String> progress) {
    this.settings = settings;
    this.workloads = workloads;
    this.progress = progress;
  }

  /**
   * A job by its name.
   *
   * @param progress told a line per step
   * @throws IllegalArgumentException when it cannot be measured so
   */
  public static ScaleBenchmark of(String job, Settings settings, Consumer<String> progress) {
    return switch (job) {
      case "streaming-cnn" ->
          new ScaleBenchmark(
              settings,
              parallelism ->
                  new FrameWorkload(base(parallelism).with(SignalOptions.EMIT_WARMING, true)),
              progress);
      case "drift-moe" ->
          new ScaleBenchmark(
              settings,
              parallelism -> new InstanceWorkload(base(parallelism), "hoeffding-tree", "rbf-10"),
              progress);
      default ->
          throw new IllegalArgumentException(
              "'" + job + "' cannot be scaled here: give streaming-cnn or drift-moe");
    };
  }

  private static JobConfiguration base(int parallelism) {
    return JobConfiguration.defaults()
        .with(CheckpointOptions.INTERVAL, NEVER)
        .with(StateOptions.HOT_TIER_MEMORY, MemorySize.ofMebiBytes(512))
        .with(JobOptions.PARALLELISM, parallelism);
  }

  /** Runs it all. */
  public ScaleResult run() throws Exception {
    Path folder = Files.createTempDirectory("millrace-scale");
    Configuration overrides = new Configuration();
    overrides.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
    overrides.set(WebOptions.REFRESH_INTERVAL, Duration.ofMillis(50));
    try (EmbeddedFlink flink = EmbeddedFlink.start(folder, 1, 3, overrides)) {
      List<Parallel> parallel = parallel(flink);
      Chain chain = new Chain(flink, folder);
      try {
        List<Written> written = chain.checkpoints();
        return new ScaleResult(
            workloads.apply(1).model(), settings.keys(), parallel, written, chain.moves());
      } finally {
        chain.lane.close();
      }
    } finally {
      FileUtils.deleteDirectoryQuietly(folder.toFile());
    }
  }

  /** All parallelisms in turns: what else the machine does meets them alike. */
  private List<Parallel> parallel(EmbeddedFlink flink) throws Exception {
    List<Lane> lanes = new ArrayList<>();
    List<Parallel> results = new ArrayList<>();
    try {
      for (int parallelism : PARALLELISMS) {
        String name = "parallel-" + parallelism + "-" + System.nanoTime();
        Lane lane =
            new Lane(name, flink, workloads.apply(parallelism).job(name, PARALLEL_KEYS), NEVER);
        lanes.add(lane);
        lane.warmUp(settings.warmUp());
      }
      for (int round = 0; round < settings.rounds(); round++) {
        for (Lane lane : lanes) {
          lane.run(settings.turn());
        }
      }
      for (int i = 0; i < lanes.size(); i++) {
        Cost cost = lanes.get(i).cost();
        results.add(
            new Parallel(PARALLELISMS.get(i), cost.eventsPerSecond(), cost.processorMicros()));
        say("parallelism %d: %,.0f events/s", PARALLELISMS.get(i), cost.eventsPerSecond());
      }
    } finally {
      lanes.forEach(Lane::close);
    }
    return results;
  }

  private void say(String line, Object... values) {
    progress.accept(String.format(Locale.ROOT, line, values));
  }

  /** One job whose state goes from run to run. */
  private final class Chain {
    private final EmbeddedFlink flink;
    private final Path folder;
    private String name = "state-" + System.nanoTime();
    private Lane lane;
    private int runs;

    Chain(EmbeddedFlink flink, Path folder) throws Exception {
      this.flink = flink;
      this.folder = folder;
      Workload workload = workloads.apply(1);
      lane = new Lane(name, flink, workload.job(name, settings.keys()), NEVER);
      say("building the state of %,d keys", settings.keys());
      lane.pass(Math.max(settings.keys(), workload.beginning(settings.keys())));
      lane.checkpoint();
    }

    List<Written> checkpoints() throws Exception {
      List<Written> results = new ArrayList<>();
      for (double share : settings.changed()) {
        double[] millis = new double[settings.checkpoints()];
        double[] bytes = new double[millis.length];
        double[] held = new double[millis.length];
        for (int i = 0; i < millis.length; i++) {
          lane.pass(Math.max(1, Math.round(share * settings.keys())));
          EmbeddedJob.Checkpoint last = lane.checkpoint();
          millis[i] = last.millis();
          bytes[i] = last.bytes();
          held[i] = last.stateBytes();
        }
        Written written = new Written(share, median(millis), median(bytes), median(held));
        results.add(written);
        say(
            "%.1f %% changed: checkpoints of %.1f MB in %.0f ms",
            100 * share, written.bytes() / 1e6, written.ms());
      }
      return results;
    }

    List<Moved> moves() throws Exception {
      return List.of(
          restart("restored from the backend's files", SavepointFormatType.NATIVE, 1),
          recover(),
          restart("restored from a savepoint", SavepointFormatType.CANONICAL, 1),
          restart("rescaled from 1 to 2", SavepointFormatType.CANONICAL, 2),
          restart("rescaled from 2 to 1", SavepointFormatType.CANONICAL, 1));
    }

    private Moved restart(String how, SavepointFormatType format, int parallelism)
        throws Exception {
      long begin = System.nanoTime();
      Path to = folder.resolve("savepoint-" + ++runs);
      EmbeddedJob old = lane.job();
      String savepoint = lane.trickle(() -> old.stopWithSavepoint(to.toUri().toString(), format));
      long written = System.nanoTime();
      name = "state-" + runs + "-" + System.nanoTime();
      Turnstile turnstile = Turnstile.of(name);
      turnstile.open();
      EmbeddedJob job =
          flink.submit(workloads.apply(parallelism).job(name, settings.keys()), savepoint);
      lane = new Lane(name, job, NEVER);
      awaitMore(turnstile, 0);
      long back = System.nanoTime();
      turnstile.shut();
      Path files = Path.of(URI.create(savepoint));
      Moved moved = new Moved(how, size(files), (written - begin) / 1e6, (back - written) / 1e6);
      // The first checkpoint still reads what it was restored from.
      lane.checkpoint();
      FileUtils.deleteDirectoryQuietly(files.toFile());
      return said(moved);
    }

    /** A task manager is lost; another one is there at once. */
    private Moved recover() throws Exception {
      Turnstile turnstile = Turnstile.of(name);
      long bytes = lane.checkpoint().stateBytes();
      turnstile.open();
      long since = System.currentTimeMillis();
      long begin = System.nanoTime();
      flink.killTaskManager(0);
      flink.startTaskManager();
      // Tasks of the one that is gone may still count until the job knows.
      lane.job().awaitRestarted(since, RESTART);
      awaitMore(turnstile, turnstile.arrived());
      long back = System.nanoTime();
      turnstile.shut();
      return said(new Moved("recovered on another task manager", bytes, 0, (back - begin) / 1e6));
    }

    private Moved said(Moved moved) {
      say(
          "%s: %.1f MB, away for %.0f ms",
          moved.how(), moved.bytes() / 1e6, moved.writeMs() + moved.readMs());
      return moved;
    }

    private void awaitMore(Turnstile turnstile, long than) throws InterruptedException {
      while (turnstile.arrived() <= than) {
        lane.requireRunning();
        Thread.sleep(GLANCE_MILLIS);
      }
    }
  }

  private static double median(double[] values) {
    return new Median().evaluate(Arrays.copyOf(values, values.length));
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
