/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.PipelineBenchmark;
import io.millrace.bench.pipeline.PipelineResult;
import io.millrace.bench.pipeline.PipelineSettings;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Measures a job with one model after the other, each against the model alone. */
abstract class PipelineCommand extends MillraceCommand {
  private final Extent quickly;

  @Option(names = "--quick", description = "Fewer and shorter rounds.")
  boolean quick;

  @Option(
      names = "--hot-tier",
      paramLabel = "SIZE",
      description = "Heap for live states of the job.")
  String hotTier = "1024 mb";

  @Option(
      names = "--kafka",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Measure the whole job from Kafka to Kafka, too.")
  boolean kafka;

  /** Replaces what the options say, for tests. */
  Extent extent;

  /**
   * @param quickly what {@code --quick} stands for
   */
  PipelineCommand(Console console, Extent quickly) {
    super(console);
    this.quickly = quickly;
  }

  @Override
  public final Integer call() throws Exception {
    List<PipelineResult> results = new ArrayList<>();
    for (PipelineBenchmark benchmark : prepare()) {
      results.add(benchmark.run());
    }
    if (json) {
      console.json(document(results));
    } else {
      results.forEach(page()::print);
    }
    return ExitCode.OK;
  }

  private List<PipelineBenchmark> prepare() {
    try {
      return benchmarks(MemorySize.parse(hotTier));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * What is measured, in that order; nothing runs yet.
   *
   * @throws IllegalArgumentException when the options make no sense; the message says what to give
   */
  abstract List<PipelineBenchmark> benchmarks(MemorySize hotTier);

  /** All that was found, for {@code --json}. */
  Map<String, Object> document(List<PipelineResult> results) {
    return Map.of("jobs", results);
  }

  /** How a result is printed for a person. */
  abstract PipelinePage page();

  /**
   * How long, and with how many keys.
   *
   * @param keys as given; with several, the cost per event is compared between them
   * @param usually how many where none are given
   */
  final PipelineSettings settings(List<Integer> keys, int usually) {
    Extent chosen = extent != null ? extent : quick ? quickly : Extent.FULL;
    return chosen.pipeline(
        keys.isEmpty() ? usually : keys.get(0), keys.size() > 1 ? keys : List.of(), kafka);
  }
}
