/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.chaos.ChaosReport;
import io.millrace.bench.chaos.ChaosRun;
import io.millrace.bench.chaos.ChaosSettings;
import io.millrace.bench.chaos.FaultKind;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Breaks things and sees what becomes of the jobs. */
@Command(
    name = "chaos",
    header = "Run jobs while processes die, disks fill up and inputs go astray.",
    description = {
      "Starts a cluster of its own, plays an input that follows from the seed, and brings about a fault"
          + " every half minute. Then the same jobs read the same input again, undisturbed, and every"
          + " record of both runs is compared. Exit code 1 if one is lost, there twice or different,"
          + " if the jobs did not come out of a fault, or if none could be brought about.",
      "Some faults take root; they are skipped elsewhere, and the report says so."
    })
final class ChaosCommand extends LoadCommand<ChaosReport> {
  @Option(
      names = "--faults",
      paramLabel = "KIND",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description =
          "Only these: kill-taskmanager, kill-jobmanager, pause-taskmanager, kill-broker,"
              + " pause-broker, disk-full, slow-disk, network-cut, clock-jump, poison, burst.")
  List<String> faults = new ArrayList<>();

  ChaosCommand(Console console) {
    super(console, 5, Path.of(".millrace", "chaos"));
  }

  @Override
  ChaosRun prepare(Duration length, Consumer<String> notes, BooleanSupplier wanted) {
    List<FaultKind> kinds =
        faults.isEmpty()
            ? Arrays.asList(FaultKind.values())
            : faults.stream().map(ChaosCommand::kind).distinct().toList();
    ChaosSettings settings = new ChaosSettings(choice.names(), length, choice.seed, kinds, dir);
    return new ChaosRun(settings, notes, wanted);
  }

  private static FaultKind kind(String label) {
    return FaultKind.named(label)
        .orElseThrow(
            () ->
                new UsageException(
                    "--faults is '"
                        + label
                        + "': give some of "
                        + String.join(
                            ", ",
                            Arrays.stream(FaultKind.values()).map(FaultKind::toString).toList())));
  }

  @Override
  void print(ChaosReport report) {
    console.line("%-20s %8s %8s %12s", "FAULT", "AT S", "LASTED S", "RECOVERED S");
    for (ChaosReport.Recovery fault : report.faults()) {
      console.line(
          "%-20s %8.1f %8.1f %12s",
          fault.kind(),
          fault.atS(),
          fault.lastedS(),
          fault.recoveredS() == null ? "never" : fault.recoveredS());
    }
    report.skipped().forEach(each -> console.line("%-20s %s", each.kind(), each.reason()));
    console.line("%nundisturbed an answer takes %s s", report.undisturbedSeconds());
    console.line(
        "%d records sent, %d of them lost on the way in",
        report.inputRecords(), report.inputLost());
    console.line(
        "%d records expected, %d observed: %d lost, %d duplicated, %d mismatched",
        report.total().expectedRecords(),
        report.total().observedRecords(),
        report.total().lost(),
        report.total().duplicated(),
        report.total().mismatched());
    report.examples().forEach(example -> console.line("  %s", example));
  }
}
