/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.drift.DriftBenchResult;
import io.millrace.bench.drift.DriftBenchmark;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Races online learners against MOA's. */
@Command(
    name = "drift",
    header = "Race online learners against MOA's on the same instances.",
    description = {
      "Streams are written to ARFF files; every learner runs over them in a process of its own, test "
          + "then train, with all instances in memory before the clock runs. Maven fetches MOA."
    })
final class DriftCommand extends MillraceCommand {
  private static final List<String> STEADY = List.of("rtg-30", "rbf-10");
  private static final List<String> LEARNERS =
      List.of(
          "hoeffding-tree",
          "hoeffding-adaptive-tree",
          "naive-bayes",
          "arf-10",
          "arf-100",
          "moe-data",
          "moe-task",
          "adaptive");
  private static final List<String> QUICK_STREAMS =
      List.of("sea-a", "rbf-f", "electricity", "rtg-30");
  private static final List<String> QUICK_LEARNERS =
      List.of("hoeffding-tree", "arf-10", "moe-data", "adaptive");
  private static final int QUICK_INSTANCES = 30_000;
  private static final int QUICK_WARM_UP = 5_000;
  private static final int WARM_UP = 20_000;

  @Mixin StreamChoice choice;

  @Option(
      names = "--quick",
      description = "Four streams, " + QUICK_INSTANCES + " instances each, one seed.")
  boolean quick;

  @Option(
      names = "--learners",
      paramLabel = "NAME",
      split = ",",
      description = "Only these learners.")
  List<String> learners = new ArrayList<>();

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "millrace,moa",
      description = "Whose learners.")
  List<String> engines;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Run generated streams with the seeds 1 to N.")
  int seeds = 1;

  @Option(
      names = "--instances",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only the first N instances of each stream.")
  Long instances;

  @Option(
      names = "--trees-in-turn",
      description =
          "Test and train our forests one tree after another over blocks of instances: several times"
              + " as fast for 100 trees, with other random numbers.")
  boolean treesInTurn;

  DriftCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    DriftBenchResult result;
    try {
      result = new DriftBenchmark(settings(), line -> console.note("%s", line)).run();
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

  private DriftBenchmark.Settings settings() {
    long most = instances != null ? instances : quick ? QUICK_INSTANCES : Long.MAX_VALUE;
    return new DriftBenchmark.Settings(
        choice.data,
        choice.or(chosenStreams()),
        learners.isEmpty() ? chosenLearners() : learners,
        seeds,
        most,
        quick ? QUICK_WARM_UP : WARM_UP,
        engines,
        treesInTurn);
  }

  private Stream<String> chosenStreams() {
    return quick
        ? QUICK_STREAMS.stream()
        : Stream.concat(StreamChoice.DRIFTING.stream(), STEADY.stream());
  }

  private List<String> chosenLearners() {
    return (quick ? QUICK_LEARNERS : LEARNERS).stream().filter(LearnerCatalogue::has).toList();
  }

  private void print(DriftBenchResult result) {
    for (DriftBenchResult.StreamResult stream : result.streams()) {
      console.line("");
      console.line(
          "%s, %,d instances, %d seed%s",
          stream.name(), stream.instances(), stream.seeds(), stream.seeds() == 1 ? "" : "s");
      console.line(
          "  %-24s %-9s %16s %8s %8s %14s %14s",
          "learner", "engine", "accuracy", "kappa-M", "kappa-T", "instances/s", "bytes");
      for (DriftBenchResult.LearnerResult each : stream.results()) {
        console.line(
            "  %-24s %-9s %8.2f ± %5.2f %8.2f %8.2f %,14.0f %,14d",
            each.learner(),
            each.engine(),
            100 * each.accuracy(),
            100 * each.accuracySd(),
            100 * each.kappaM(),
            100 * each.kappaT(),
            each.instancesPerS(),
            each.bytes());
      }
    }
  }
}
