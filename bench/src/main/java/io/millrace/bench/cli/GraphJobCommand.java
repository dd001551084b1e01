/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.Activity;
import io.millrace.bench.pipeline.PipelineBenchmark;
import io.millrace.bench.pipeline.PipelineResult;
import io.millrace.bench.pipeline.PipelineSettings;
import io.millrace.jobs.cli.Console;
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
          + "of both. With several numbers of nodes, the cost per event is compared between them. A graph that "
          + "does not fit the hot tier keeps its most recent nodes in half of it."
    })
final class GraphJobCommand extends PipelineCommand {
  private static final List<String> MODELS = List.of("tgn", "nat");
  private static final int NODES = 10_000;
  private static final int LEARNING_TAKES_LONGER = 8;

  /** What is done with edges. */
  enum Mode {
    SCORING,
    LEARNING
  }

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

  GraphJobCommand(Console console) {
    super(console, Extent.BRIEF);
  }

  @Override
  List<PipelineBenchmark> benchmarks(MemorySize hotTier) {
    List<PipelineBenchmark> benchmarks = new ArrayList<>();
    for (String model : models.isEmpty() ? MODELS : models) {
      for (Mode mode : modes.isEmpty() ? List.of(Mode.values()) : modes) {
        benchmarks.add(
            PipelineBenchmark.temporalGraph(
                settings(mode),
                model,
                mode == Mode.LEARNING,
                activity,
                hotTier,
                line -> console.note("%s, %s", model, line)));
      }
    }
    return benchmarks;
  }

  /** Learning takes ten times as long: fewer events do to warm up. */
  private PipelineSettings settings(Mode mode) {
    PipelineSettings settings = settings(nodes, NODES);
    return mode == Mode.LEARNING ? settings.lighter(LEARNING_TAKES_LONGER) : settings;
  }

  @Override
  Map<String, Object> document(List<PipelineResult> results) {
    return Map.of("activity", activity.toString(), "jobs", results);
  }

  @Override
  PipelinePage page() {
    return new PipelinePage(console, "node", "model");
  }
}
