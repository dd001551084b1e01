/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.simulate;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.models.aggregation.fleet.FleetSettings;
import io.millrace.models.aggregation.fleet.FleetTask;
import io.millrace.models.aggregation.fleet.Mnist;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Lets a fleet of workers train a network together. */
@Command(
    name = "fleet",
    header = "Let a fleet of workers train a network together.",
    description = {
      "Starts a broker and the job parameter-aggregation in this process. Every worker trains on "
          + "its part of the data, sends its update, and follows the versions that the job publishes.",
      "One update in every round is sent twice; it must not count twice."
    })
final class SimulateFleetCommand extends MillraceCommand {
  /** For the help text. */
  static final class AttackNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return FleetSettings.attacks().iterator();
    }
  }

  @Option(names = "--workers", paramLabel = "N", description = "All workers.")
  int workers = 20;

  @Option(names = "--byzantine", paramLabel = "F", description = "How many are malicious.")
  int byzantine = 3;

  @Option(
      names = "--attack",
      paramLabel = "A",
      completionCandidates = AttackNames.class,
      description = "What they do: ${COMPLETION-CANDIDATES}.")
  String attack = "alie";

  @Option(
      names = "--rule",
      paramLabel = "R",
      description = "How updates are merged, as for eval aggregation.")
  String rule = "nnm+trimmed-mean";

  @Option(names = "--rounds", paramLabel = "N", description = "Versions to be made.")
  int rounds = 20;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Holds the MNIST files; without it, clusters are generated.")
  Path data;

  @Option(
      names = "--dirichlet",
      paramLabel = "A",
      showDefaultValue = Help.Visibility.NEVER,
      description =
          "Deal classes out unevenly, by a Dirichlet distribution; all alike unless given.")
  Double dirichlet;

  @Option(
      names = "--stragglers",
      paramLabel = "S",
      description = "Workers in every round whose update comes a version late.")
  int stragglers;

  @Option(
      names = "--dropouts",
      paramLabel = "D",
      description = "Workers in every round that take their leave for it.")
  int dropouts;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of everything.")
  long seed = 1;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "A parameter of the rule; may be repeated.")
  Map<String, String> parameters = new HashMap<>();

  SimulateFleetCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    FleetReport report;
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "rounds")) {
      FleetPlan plan = new FleetPlan(rule, parameters, rounds, stragglers, dropouts, true, seed);
      report =
          new FleetSimulation(task(), plan)
              .run(done -> line.show(rule, done, rounds), interrupt::isWished);
    } catch (IllegalArgumentException | FileNotFoundException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(report);
    } else {
      console.line(
          "%d rounds of %s: accuracy %.2f %%, found malicious %s of %s, %d false alarms, %d"
              + " versions, %d updates lost, %d applied twice",
          report.rounds(),
          rule,
          100 * report.accuracy(),
          report.detected(),
          report.malicious(),
          report.falseAlarms().size(),
          report.modelVersions(),
          report.lostUpdates(),
          report.duplicateUpdatesApplied());
    }
    return report.rounds() == rounds
            && report.lostUpdates() == 0
            && report.duplicateUpdatesApplied() == 0
        ? ExitCode.OK
        : ExitCode.FAILURE;
  }

  private FleetTask task() throws IOException {
    FleetSettings settings =
        FleetSettings.of(workers, byzantine, attack, seed)
            .withAlpha(dirichlet == null ? Double.POSITIVE_INFINITY : dirichlet);
    if (data == null) {
      return FleetTask.generated(settings);
    }
    Path folder = Mnist.folderIn(data);
    return new FleetTask(Mnist.training(folder), Mnist.test(folder), settings);
  }
}
