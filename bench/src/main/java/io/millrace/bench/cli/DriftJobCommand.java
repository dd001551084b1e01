/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.PipelineBenchmark;
import io.millrace.bench.pipeline.PipelineResult;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Measures drift-moe as a job. */
@Command(
    name = "drift-job",
    header = "Measure the job drift-moe against its learners alone.",
    description = {
      "Every stream has a learner; an event is predicted and learned. The job on RocksDB takes turns "
          + "with the learners alone in one thread and with the same job that only counts; overhead is what "
          + "an event costs in the job over the sum of both. With --kafka the whole job between topics, too."
    })
final class DriftJobCommand extends MillraceCommand {
  private static final List<String> LEARNERS = List.of("hoeffding-tree", "adaptive");

  @Option(names = "--quick", description = "Fewer and shorter rounds.")
  boolean quick;

  @Option(
      names = "--learners",
      paramLabel = "NAME",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description =
          "These learners, one after the other; hoeffding-tree and adaptive unless given.")
  List<String> learners = new ArrayList<>();

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "The generated stream whose instances are learned.")
  String stream = "rbf-10";

  @Option(
      names = "--keys",
      paramLabel = "N",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = {
        "Streams of the job; 1000 unless given.",
        "With several, the cost per event is compared between them."
      })
  List<Integer> keys = new ArrayList<>();

  @Option(
      names = "--hot-tier",
      paramLabel = "SIZE",
      description = "Heap for live learners of the job.")
  String hotTier = "1024 mb";

  @Option(
      names = "--kafka",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Measure the whole job from Kafka to Kafka, too.")
  boolean kafka;

  /** Replaces what the options say, for tests. */
  Extent extent;

  DriftJobCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    Extent chosen = extent != null ? extent : quick ? Extent.QUICK : Extent.FULL;
    List<PipelineBenchmark> benchmarks = new ArrayList<>();
    try {
      for (String learner : chosenLearners()) {
        benchmarks.add(
            PipelineBenchmark.driftMoe(
                chosen.pipeline(
                    keys.isEmpty() ? 1000 : keys.get(0), keys.size() > 1 ? keys : List.of(), kafka),
                learner,
                stream,
                MemorySize.parse(hotTier),
                line -> console.note("%s, %s", learner, line)));
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    List<PipelineResult> results = new ArrayList<>();
    for (PipelineBenchmark benchmark : benchmarks) {
      results.add(benchmark.run());
    }
    if (json) {
      console.json(Map.of("jobs", results));
    } else {
      results.forEach(new PipelinePage(console, "stream", "learners")::print);
    }
    return ExitCode.OK;
  }

  private List<String> chosenLearners() {
    return learners.isEmpty() ? LEARNERS.stream().filter(LearnerCatalogue::has).toList() : learners;
  }
}
