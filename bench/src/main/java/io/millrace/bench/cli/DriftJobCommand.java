/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.PipelineBenchmark;
import io.millrace.jobs.cli.Console;
import java.util.ArrayList;
import java.util.List;
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
final class DriftJobCommand extends PipelineCommand {
  private static final int STREAMS = 1000;
  private static final List<String> LEARNERS = List.of("hoeffding-tree", "adaptive");

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

  DriftJobCommand(Console console) {
    super(console, Extent.QUICK);
  }

  @Override
  List<PipelineBenchmark> benchmarks(MemorySize hotTier) {
    return (learners.isEmpty() ? LEARNERS : learners)
        .stream()
            .map(
                learner ->
                    PipelineBenchmark.driftMoe(
                        settings(keys, STREAMS),
                        learner,
                        stream,
                        hotTier,
                        line -> console.note("%s, %s", learner, line)))
            .toList();
  }

  @Override
  PipelinePage page() {
    return new PipelinePage(console, "stream", "learners");
  }
}
