/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.connectors.file.wfdb.MitBih;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Judges the streaming CNN on electrocardiograms. */
@Command(
    name = "ecg",
    header = "Judge streaming-cnn on the MIT-BIH Arrhythmia Database.",
    description = {
      "Plays the test records through an embedded Kafka and the job, evaluates the same windows"
          + " offline in onnxruntime, and compares both with the reference beats and each other.",
      "Get the records from https://physionet.org/content/mitdb/1.0.0/."
    })
final class EvalEcgCommand extends MillraceCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder with the records, or with mitdb or signal/mitdb in it.")
  Path data;

  @Option(
      names = "--records",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "",
      description = "Only these records, separated by commas; else the 22 of the test set DS2.")
  List<String> records = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "URI",
      defaultValue = "builtin:ecg/1",
      description = "Bundle of the beat detector (default: ${DEFAULT-VALUE}).")
  String model;

  EvalEcgCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    records.removeIf(String::isBlank);
    List<String> names = records.isEmpty() ? MitBih.DS2 : records;
    EvaluationReport report;
    try {
      Path folder = MitBihFolder.find(data, names);
      EcgEvaluation evaluation = EcgEvaluation.embedded(model);
      List<EcgRecord> recordings =
          names.stream().map(name -> EcgRecord.read(folder, name)).toList();
      try (Interrupt interrupt = Interrupt.listen();
          ProgressLine line = ProgressLine.on(console, "windows")) {
        report =
            evaluation.evaluate(
                recordings,
                (part, done, total) -> {
                  if (interrupt.isWished()) {
                    throw new CancellationException();
                  }
                  line.show(part, done, total);
                });
      }
    } catch (CancellationException e) {
      console.note("interrupted: there is no result");
      return ExitCode.FAILURE;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(report);
    } else {
      print(report);
    }
    return ExitCode.OK;
  }

  private void print(EvaluationReport report) {
    console.line(
        "model %s, %d records, %,d windows (%,d left out of the tables)",
        report.model(), report.records().size(), report.windows(), report.leftOut());
    console.line(
        "streamed and full windows disagree in %d windows (%.4f %%), %d of them missing in the"
            + " stream; largest difference of an output %.2g",
        report.disagreements(),
        report.disagreementPercent(),
        report.missing(),
        report.maxAbsDiff());
    matrix("streamed", report, report.confusionStream());
    console.line("");
    console.line("%-6s %9s %9s %7s %7s", "class", "cases", "precision", "recall", "F1");
    for (EvaluationReport.Score score : report.scores()) {
      console.line(
          "%-6s %,9d %8.1f%% %6.1f%% %7.3f",
          score.label(), score.cases(), 100 * score.precision(), 100 * score.recall(), score.f1());
    }
    matrix("full windows", report, report.confusionFull());
    console.line("");
    console.line(
        "macro-F1 %.3f streamed, %.3f full; accuracy %.2f %% streamed, %.2f %% full",
        report.macroF1(),
        report.macroF1Full(),
        100 * report.accuracy(),
        100 * report.accuracyFull());
    console.line(
        "%.0f s of signal: streamed in %.1f s, full windows in %.1f s",
        report.seconds().signal(), report.seconds().stream(), report.seconds().fullWindows());
  }

  private void matrix(String title, EvaluationReport report, long[][] counts) {
    console.line("");
    StringBuilder head = new StringBuilder(String.format("%-14s", title));
    report.labels().forEach(label -> head.append(String.format("%9s", label)));
    console.line("%s", head);
    for (int i = 0; i < counts.length; i++) {
      StringBuilder row = new StringBuilder(String.format("  true %-7s", report.labels().get(i)));
      for (long count : counts[i]) {
        row.append(String.format(Locale.ROOT, "%,9d", count));
      }
      console.line("%s", row);
    }
  }
}
