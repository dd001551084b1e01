/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.aggregation.AggregationBenchmark;
import io.millrace.bench.aggregation.AggregationBenchmark.Settings;
import io.millrace.bench.aggregation.AggregationResult;
import io.millrace.bench.aggregation.RuleTime;
import io.millrace.bench.aggregation.SmallHeap;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast updates are merged. */
@Command(
    name = "aggregation",
    header = "Measure how fast updates are merged, against naive forms of the rules.",
    description = {
      "The streaming sum against an array copy, 20 updates of 11.17 million values under each rule, "
          + "the Flag Aggregator against a singular value decomposition of 15 updates of 100,000 values, "
          + "and 200 updates of 50 million values in a heap of 1 GiB. One thread, processor time."
    })
final class AggregationCommand extends MillraceCommand {
  @Option(
      names = "--quick",
      description = "Rules at a tenth of the size, and without the small heap.")
  boolean quick;

  @Option(
      names = "--rules",
      paramLabel = "NAME",
      split = ",",
      description = "Only these rules, and without the small heap.")
  List<String> rules = new ArrayList<>();

  @Option(
      names = "--heap",
      description = "Only 200 updates of 50 million values in a heap of 1 GiB.")
  boolean heap;

  AggregationCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    if (heap) {
      console.json(SmallHeap.run(200, 50_000_000));
      return ExitCode.OK;
    }
    Settings settings = quick ? Settings.QUICK : Settings.FULL;
    try {
      settings = rules.isEmpty() ? settings : settings.only(rules);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    AggregationResult result =
        new AggregationBenchmark(settings, line -> console.note("%s", line)).run();
    if (json) {
      console.json(result);
    } else {
      print(result);
    }
    return ExitCode.OK;
  }

  private void print(AggregationResult result) {
    console.line(
        "copy %.2f GB/s, streaming sum %.2f GB/s: %.0f %%",
        result.copyGbS(), result.sumGbS(), 100 * result.ratio());
    console.line("%-20s %4s %12s %10s %12s %8s", "rule", "n", "d", "ms", "naive ms", "faster");
    for (RuleTime rule : result.rules()) {
      console.line(
          "%-20s %4d %,12d %10.1f %12s %8s",
          rule.rule(),
          rule.n(),
          rule.d(),
          rule.ms(),
          rule.naiveMs() == null ? "-" : "%.1f".formatted(rule.naiveMs()),
          rule.naiveMs() == null ? "-" : "%.1f x".formatted(rule.naiveMs() / rule.ms()));
    }
    console.line("all squared distances, each pair once: %.1f ms", result.pairsMs());
    if (result.heap() != null) {
      console.line("heap of 1 GiB: %s", result.heap());
    }
  }
}
