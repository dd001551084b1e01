/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.aggregation;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.models.aggregation.attack.Attacks;
import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.evaluate.MeanTask;
import io.millrace.models.aggregation.evaluate.TrainingTask;
import io.millrace.models.aggregation.fleet.Clusters;
import io.millrace.models.aggregation.fleet.Examples;
import io.millrace.models.aggregation.fleet.FleetSettings;
import io.millrace.models.aggregation.fleet.Mnist;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Judges rules against attacks. */
@Command(
    name = "aggregation",
    header = "Judge rules that merge updates against malicious workers.",
    description = {
      "Estimates a mean whose right value is known, or trains a network with a fleet. Rules are "
          + "expressions such as nnm+trimmed-mean or median/adam; every rule is told how many workers "
          + "may be malicious."
    })
public final class EvalAggregationCommand extends MillraceCommand {
  private static final String ALL = "all";

  /** What is worked on. */
  enum Task {
    mean,
    mnist,
    clusters
  }

  /** For the help text. */
  static final class AttackNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return FleetSettings.attacks().iterator();
    }
  }

  @Option(
      names = "--rule",
      paramLabel = "R",
      defaultValue = ALL,
      description = "A rule's expression, or all that a table of robust rules compares.")
  String rule;

  @Option(
      names = "--attack",
      paramLabel = "A",
      defaultValue = ALL,
      completionCandidates = AttackNames.class,
      description = "all, or one of ${COMPLETION-CANDIDATES}; the first two where one trains.")
  String attack;

  @Option(names = "--workers", paramLabel = "N", description = "All workers.")
  int workers = 15;

  @Option(names = "--byzantine", paramLabel = "F", description = "How many are malicious.")
  int byzantine = 3;

  @Option(
      names = "--task",
      paramLabel = "T",
      description = "mean, mnist (with --data) or clusters, generated ones to train on.")
  Task task = Task.mean;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Holds the MNIST files, or a folder 'federated' with them.")
  Path data;

  @Option(names = "--seeds", paramLabel = "K", description = "The mean over so many seeds.")
  int seeds = 1;

  @Option(names = "--seed", paramLabel = "S", description = "The first of them.")
  long seed = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "3 unless given where a mean is estimated, else 30.")
  int rounds;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      showDefaultValue = Help.Visibility.NEVER,
      description =
          "Deal classes out unevenly, by a Dirichlet distribution; all alike unless given.")
  Double alpha;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Width of the hidden layer; 0 for softmax regression.")
  int hidden = 32;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "A parameter of the rules that have it, such as radius=0.1; may be repeated.")
  Map<String, String> parameters = new HashMap<>();

  public EvalAggregationCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    List<RuleReport> reports;
    try {
      reports = evaluate();
    } catch (IllegalArgumentException | FileNotFoundException e) {
      throw new UsageException(e.getMessage());
    }
    if (reports == null) {
      console.note("interrupted: there is no result");
      return ExitCode.FAILURE;
    }
    if (json) {
      console.json(reports);
    } else {
      print(reports);
    }
    return ExitCode.OK;
  }

  private List<RuleReport> evaluate() throws IOException {
    if (seeds < 1) {
      throw new UsageException("--seeds is " + seeds + ", must be at least 1");
    }
    List<String> rules = rule.equals(ALL) ? RuleCatalogue.robustNames() : List.of(rule);
    for (String one : rules) {
      Map<String, String> told = new HashMap<>(parameters);
      told.putIfAbsent("byzantine", Integer.toString(byzantine));
      RuleCatalogue.tolerant(one, told);
    }
    AggregationEvaluation evaluation = evaluation();
    List<String> attacks = attacks();
    List<RuleReport> reports = new ArrayList<>();
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "runs")) {
      for (String one : rules) {
        for (String against : attacks) {
          if (interrupt.isWished()) {
            return null;
          }
          reports.add(evaluation.run(one, against));
          line.show(task.name(), reports.size(), (long) rules.size() * attacks.size());
        }
      }
    }
    return reports;
  }

  private List<String> attacks() {
    if (!attack.equals(ALL)) {
      return List.of(attack);
    }
    return task == Task.mean ? Attacks.names() : FleetSettings.attacks();
  }

  private AggregationEvaluation evaluation() throws IOException {
    if (task == Task.mean) {
      MeanTask standard = MeanTask.standard(seed);
      MeanTask settings =
          new MeanTask(
              workers,
              byzantine,
              standard.dimensions(),
              standard.cosine(),
              rounds == 0 ? standard.rounds() : rounds,
              seed);
      return AggregationEvaluation.mean(settings, seeds, parameters);
    }
    FleetSettings settings =
        FleetSettings.of(workers, byzantine, FleetSettings.NONE, seed)
            .withHidden(hidden)
            .withAlpha(alpha == null ? Double.POSITIVE_INFINITY : alpha);
    Examples training;
    Examples test;
    if (task == Task.mnist) {
      Path folder = digits();
      training = Mnist.training(folder);
      test = Mnist.test(folder);
    } else {
      Clusters.Split split = Clusters.standard(seed);
      training = split.training();
      test = split.test();
    }
    return AggregationEvaluation.training(
        new TrainingTask(training, test, rounds == 0 ? 30 : rounds, parameters), settings, seeds);
  }

  private Path digits() {
    if (data == null) {
      throw new UsageException(
          "--task mnist needs the folder of the MNIST files: give --data, or take --task clusters");
    }
    return Mnist.folderIn(data);
  }

  private void print(List<RuleReport> reports) {
    console.line(
        "%-36s %-14s %14s %12s%s",
        "rule", "attack", "relative error", "ms per round", task == Task.mean ? "" : "   accuracy");
    for (RuleReport report : reports) {
      console.line(
          "%-36s %-14s %14.4f %12.2f%s",
          report.rule(),
          report.attack(),
          report.relativeError(),
          1000 * report.seconds(),
          report.accuracy() == null ? "" : " %8.2f %%".formatted(100 * report.accuracy()));
    }
  }
}
