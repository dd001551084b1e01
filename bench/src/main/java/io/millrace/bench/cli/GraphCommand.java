/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.graph.GraphBenchResult;
import io.millrace.bench.graph.GraphBenchmark;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures models of temporal graphs. */
@Command(
    name = "graph",
    header = "Measure models of temporal graphs: accuracy, speed, and plain PyTorch beside them.",
    description = {
      "Accuracy is on collegemsg.txt.gz, wikipedia.txt.gz and bitcoin-otc.csv.gz; without a folder "
          + "only speeds are measured, on made-up edges. Speeds are per second of one core."
    })
final class GraphCommand extends MillraceCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the public sets, or one with them in 'graph'.")
  Path data;

  @Option(
      names = "--quick",
      description = "Few epochs of one seed, which say little of the accuracy.")
  boolean quick;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "At most so many seeds of each model, for a look in less time.")
  int seeds = Integer.MAX_VALUE;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "At most so many epochs of each seed, for a look in less time.")
  int epochs = Integer.MAX_VALUE;

  GraphCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    GraphBenchResult result;
    try {
      GraphBenchmark.Bounds bounds = new GraphBenchmark.Bounds(seeds, epochs);
      result = new GraphBenchmark(data, quick, bounds, line -> console.note("%s", line)).run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(result);
    } else {
      print(result);
    }
    return ExitCode.OK;
  }

  private void print(GraphBenchResult result) {
    console.line("%-12s %6s %14s %14s %14s", "model", "batch", "scored/s", "learned/s", "µs/batch");
    for (GraphBenchResult.Speed each : result.speeds()) {
      console.line(
          "%-12s %6d %,14.0f %,14.0f %,14.1f",
          each.model(),
          each.batch(),
          each.inferEventsPerS(),
          each.trainEventsPerS(),
          each.microsPerBatch());
    }
    for (GraphBenchResult.Peer each : result.peers()) {
      console.line(
          "plain PyTorch operations take %.1f times as long to score and %.1f times to learn at batch %d; scores differ by at most %.1g",
          each.score(), each.train(), each.batch(), each.apart());
    }
    for (GraphBenchResult.Accuracy each : result.accuracy()) {
      console.line(
          "%-20s %-10s batch %4d, %d seed%s: %s %.4f, %s %.2f",
          each.data(),
          each.report().model(),
          each.report().batch(),
          each.report().seeds(),
          each.report().seeds() == 1 ? "" : "s",
          each.measure().toUpperCase(java.util.Locale.ROOT),
          each.value(),
          each.met() ? "at least" : "below",
          each.target());
    }
  }
}
