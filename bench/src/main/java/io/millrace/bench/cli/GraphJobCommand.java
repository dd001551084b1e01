/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.Activity;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Measures temporal-graph as a job. */
@Command(
    name = "graph-job",
    header = "Measure the job temporal-graph against its models alone.",
    description = {
      "One graph; an event is an interaction that is scored, and with learning learned beside one that "
          + "did not come. The job on RocksDB takes turns with the model alone in one thread, all nodes on heap, "
          + "and with the same job that only counts; overhead is what an event costs in the job over the sum "
          + "of both. With several numbers of nodes, the cost per event is compared between them."
    })
final class GraphJobCommand extends MillraceCommand {
  private static final List<String> MODELS = List.of("tgn", "nat");
  private static final int NODES = 10_000;
  private static final int LEARNING_TAKES_LONGER = 8;

  /** What is done with edges. */
  enum Mode {
    SCORING,
    LEARNING
  }

  @Option(names = "--quick", description = "Fewer and shorter rounds: under a minute in all.")
  boolean quick;

  @Option(
      names = "--models",
      paramLabel = "NAME",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "These models, one after the other; tgn and nat unless given.")
  List<String> models = new ArrayList<>();

  @Option(
      names = "--modes",
      paramLabel = "MODE",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "${COMPLETION-CANDIDATES}, in any case; both unless given.")
  List<Mode> modes = new ArrayList<>();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = {
        "Nodes of the graph; 10000 unless given.",
        "With several, the cost per event is compared between them."
      })
  List<Integer> nodes = new ArrayList<>();

  @Option(
      names = "--activity",
      paramLabel = "HOW",
      description = "How edges are spread over nodes: ${COMPLETION-CANDIDATES}.")
  Activity activity = Activity.ZIPF;

  @Option(
      names = "--hot-tier",
      paramLabel = "SIZE",
      description = "Heap for live nodes of the job; a graph alone gets half of it.")
  String hotTier = "1024 mb";

  @Option(
      names = "--kafka",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Measure the whole job from Kafka to Kafka, too.")
  boolean kafka;

  /** Replaces what the options say, for tests. */
  Extent extent;

  GraphJobCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    Extent chosen = extent != null ? extent : quick ? Extent.BRIEF : Extent.FULL;
    List<PipelineBenchmark> benchmarks = new ArrayList<>();
    try {
      for (String model : models.isEmpty() ? MODELS : models) {
        for (Mode mode : modes.isEmpty() ? List.of(Mode.values()) : modes) {
          benchmarks.add(
              PipelineBenchmark.temporalGraph(
                  settings(chosen, mode),
                  model,
                  mode == Mode.LEARNING,
                  activity,
                  MemorySize.parse(hotTier),
                  line -> console.note("%s, %s", model, line)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    List<PipelineResult> results = new ArrayList<>();
    for (PipelineBenchmark benchmark : benchmarks) {
      results.add(benchmark.run());
    }
    if (json) {
      console.json(Map.of("activity", activity.toString(), "jobs", results));
    } else {
      results.forEach(new PipelinePage(console, "node", "model")::print);
    }
    return ExitCode.OK;
  }

  /** Learning takes ten times as long: fewer events do to warm up. */
  private PipelineSettings settings(Extent chosen, Mode mode) {
    PipelineSettings settings =
        chosen.pipeline(
            nodes.isEmpty() ? NODES : nodes.get(0), nodes.size() > 1 ? nodes : List.of(), kafka);
    return mode == Mode.LEARNING ? settings.lighter(LEARNING_TAKES_LONGER) : settings;
  }
}
