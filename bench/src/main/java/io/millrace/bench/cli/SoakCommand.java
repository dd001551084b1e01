/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.load.LoadRun;
import io.millrace.bench.soak.Series;
import io.millrace.bench.soak.SoakReport;
import io.millrace.bench.soak.SoakReport.Traffic;
import io.millrace.bench.soak.SoakRun;
import io.millrace.bench.soak.SoakSettings;
import io.millrace.bench.soak.Trend;
import io.millrace.jobs.cli.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Runs jobs for hours and sees what grows. */
@Command(
    name = "soak",
    header = "Run jobs for hours under a changing load and see what grows.",
    description = {
      "Starts a cluster of its own and plays an input that rises to eight times its least and falls"
          + " again, four times in all, with keys that take turns. Watches heap, native memory,"
          + " metaspace, open files and threads of every process, and the size of RocksDB and of the"
          + " checkpoints. Exit code 1 if an answer is missing, something had to be started again or"
          + " did not stop in order, or something grew from the second rise to the last by more than"
          + " a twentieth in an hour.",
      "Writes samples.csv and a picture of each measure to --out. Two hours are a soak; in a few"
          + " minutes memory has not come to rest."
    })
final class SoakCommand extends LoadCommand<SoakReport> {
  @Option(
      names = "--interval",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds between two looks; each has every process collect its garbage.")
  int interval;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".millrace/soak-out",
      description = "Where samples and pictures go.")
  Path out;

  @Option(
      names = "--samples",
      paramLabel = "FILE",
      showDefaultValue = Help.Visibility.NEVER,
      description = {
        "Nothing is run: tell what grew by the samples.csv of an earlier run.",
        "--minutes says how long that was."
      })
  Path samples;

  SoakCommand(Console console) {
    super(console, 120, Path.of(".millrace", "soak"));
  }

  @Override
  LoadRun<SoakReport> prepare(Duration length, Consumer<String> notes, BooleanSupplier wanted) {
    if (samples != null) {
      SoakReport report = SoakReport.of(Series.read(samples), length);
      return () -> report;
    }
    Duration between = Duration.ofSeconds(interval);
    SoakSettings settings =
        new SoakSettings(choice.names(), length, choice.seed, between, dir, out);
    return new SoakRun(settings, notes, wanted);
  }

  @Override
  void print(SoakReport report) {
    console.line("%-14s %-24s %12s %10s %10s", "MEASURE", "OF", "SECOND TIDE", "LAST", "PER HOUR");
    for (Trend trend : report.trends()) {
      console.line(
          "%-14s %-24s %12.1f %10.1f %+10.1f%s",
          trend.measure(),
          trend.of().isEmpty() ? "cluster" : trend.of(),
          trend.secondTide(),
          trend.lastTide(),
          trend.perHour(),
          trend.flat() ? "" : "  grew");
    }
    Traffic traffic = report.traffic();
    if (traffic != null) {
      console.line(
          "%n%d events, %d answers expected, %d came, %d restarts",
          traffic.events(), traffic.expectedAnswers(), traffic.answers(), traffic.restarts());
    }
  }
}
