/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.ScaleBenchmark;
import io.millrace.bench.pipeline.ScaleBenchmark.Settings;
import io.millrace.bench.pipeline.ScaleResult;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Measures what the size of a cluster follows from. */
@Command(
    name = "scale",
    header = "Measure what the size of a cluster follows from.",
    description = {
      "Throughput at parallelism 1 and 2; checkpoints by the share of keys that changed; how long a "
          + "job is away that is restored, recovers or is rescaled. One process, RocksDB, events from "
          + "memory, fed and counted by one task."
    })
final class ScaleCommand extends MillraceCommand {
  private static final Settings FULL =
      new Settings(
          200_000, 10, Duration.ofSeconds(2), 300_000, 5, List.of(0.001, 0.01, 0.1, 0.5, 1.0));
  private static final Settings QUICK =
      new Settings(20_000, 3, Duration.ofSeconds(1), 60_000, 3, List.of(0.01, 0.1, 1.0));

  @Option(names = "--job", paramLabel = "JOB", description = "streaming-cnn or drift-moe.")
  String job = "streaming-cnn";

  @Option(names = "--quick", description = "A tenth of the keys, shorter rounds.")
  boolean quick;

  @Option(
      names = "--keys",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Keys whose state is written and restored; 200000 unless given.")
  Integer keys;

  /** For tests. */
  Settings settings;

  ScaleCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    ScaleBenchmark benchmark;
    try {
      benchmark = ScaleBenchmark.of(job, settings(), line -> console.note("%s", line));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    ScaleResult result = benchmark.run();
    if (json) {
      console.json(result);
    } else {
      print(result);
    }
    return ExitCode.OK;
  }

  private Settings settings() {
    Settings base = settings != null ? settings : quick ? QUICK : FULL;
    return keys == null
        ? base
        : new Settings(
            keys, base.rounds(), base.turn(), base.warmUp(), base.checkpoints(), base.changed());
  }

  private void print(ScaleResult result) {
    console.line("%s, %,d keys", result.model(), result.keys());
    for (ScaleResult.Parallel each : result.parallel()) {
      console.line(
          "  parallelism %d: %,.0f events/s, %.2f us of processor time per event",
          each.parallelism(), each.eventsPerS(), each.cpuUsPerEvent());
    }
    for (ScaleResult.Written each : result.checkpoints()) {
      console.line(
          "  %5.1f %% of the keys changed: checkpoints of %,.1f MB in %,.0f ms, %,.0f MB held",
          100 * each.changed(), each.bytes() / 1e6, each.ms(), each.stateBytes() / 1e6);
    }
    for (ScaleResult.Moved each : result.moves()) {
      console.line(
          "  %-34s %,8.0f MB, written in %,7.0f ms, back after %,7.0f ms (%.1f s/GB)",
          each.how(), each.bytes() / 1e6, each.writeMs(), each.readMs(), each.readSPerGb());
    }
  }
}
