/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.connectors.instance.InstanceException;
import io.millrace.connectors.instance.TableLayout;
import io.millrace.connectors.instance.TableLayout.Header;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.instances.NamedStreams;
import io.millrace.jobs.plot.Chart;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Judges an online learner on a labelled stream. */
@Command(
    name = "drift",
    header = "Judge an online learner on a labelled stream: test, then train.",
    description = {
      "Generated streams end after 1,000,000 instances. Measures are shares, from 0 to 1."
    })
public final class EvalDriftCommand extends MillraceCommand {
  private static final int GENERATED_WINDOW = 5000;
  private static final int FILE_WINDOW = 1000;

  /** For the help text. */
  static final class StreamNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return NamedStreams.names().iterator();
    }
  }

  /** For the help text. */
  static final class LearnerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LearnerCatalogue.names().iterator();
    }
  }

  @Option(
      names = "--stream",
      paramLabel = "NAME|FILE",
      required = true,
      completionCandidates = StreamNames.class,
      description = {
        "A file (.arff, .csv or .tsv, or these + .gz), or one of",
        "${COMPLETION-CANDIDATES}."
      })
  String stream;

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      defaultValue = LearnerCatalogue.DEFAULT,
      completionCandidates = LearnerNames.class,
      description = "${COMPLETION-CANDIDATES}.")
  String learner;

  @Option(
      names = "--instances",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only the first N instances.")
  long instances = Long.MAX_VALUE;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of a generated stream and of the learner.")
  long seed = 1;

  @Option(
      names = "--delay",
      paramLabel = "N",
      description = "Labels arrive N instances after the prediction.")
  int delay;

  @Option(
      names = "--window",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Instances per reported window; 5000 of generated streams, else 1000.")
  int window;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of the published sets.")
  Path data;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw accuracy over time into a .png, .svg or .html.")
  Path plot;

  @Option(
      names = "--class",
      paramLabel = "COLUMN",
      defaultValue = "",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Name or number from 1 of the class in a file; else the last column.")
  String classColumn;

  @Option(
      names = "--nominal",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of a table that hold names: names, numbers from 1 or ranges (11-54).")
  List<String> nominal = new ArrayList<>();

  @Option(
      names = "--header",
      defaultValue = "AUTOMATIC",
      description = "Whether a table's first line names columns: ${COMPLETION-CANDIDATES}.")
  Header header;

  @Option(names = "--delimiter", defaultValue = ",", description = "Between columns of a table.")
  char delimiter;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "Bring the first N numeric attributes of a file to 0 to 1.")
  int scale;

  public EvalDriftCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    DriftReport report;
    try {
      if (plot != null) {
        Chart.check(plot);
      }
      report = evaluate();
    } catch (CancellationException e) {
      console.note("interrupted: there is no result");
      return ExitCode.FAILURE;
    } catch (IllegalArgumentException | InstanceException e) {
      throw new UsageException(e.getMessage());
    }
    if (plot != null) {
      AccuracyPlot.of(report).write(plot);
      console.note("plot in %s", plot);
    }
    if (json) {
      console.json(report);
    } else {
      print(report);
    }
    return ExitCode.OK;
  }

  private DriftReport evaluate() throws IOException {
    TableLayout layout = new TableLayout(delimiter, header, classColumn, nominal, List.of(), scale);
    int length =
        window != 0 ? window : NamedStreams.isGenerated(stream) ? GENERATED_WINDOW : FILE_WINDOW;
    DriftEvaluation evaluation = new DriftEvaluation(stream, learner, seed, delay, length);
    try (InstanceStream all = new NamedStreams(data, layout).open(stream, seed).limit(instances);
        Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "instances")) {
      StreamSchema schema = all.schema();
      Learner model =
          LearnerCatalogue.create(
              learner, schema.learnerAttributes(), schema.classes().size(), seed);
      return evaluation.run(
          all,
          model,
          done -> {
            if (interrupt.isWished()) {
              throw new CancellationException();
            }
            line.show(stream, done, -1);
          });
    }
  }

  private void print(DriftReport report) {
    console.line(
        "%s on %s, seed %d, labels %s: %,d instances, %d classes",
        report.learner(),
        report.stream(),
        report.seed(),
        report.delay() == 0 ? "at once" : report.delay() + " instances late",
        report.instances(),
        report.classes());
    console.line(
        "accuracy %.2f %%, kappa %.2f, kappa-M %.2f, kappa-temporal %.2f",
        100 * report.accuracy(),
        100 * report.kappa(),
        100 * report.kappaM(),
        100 * report.kappaT());
    console.line(
        "macro-F1 %.4f, G-mean %.4f, log loss %.4f, calibration error %.4f",
        report.f1(), report.gMean(), report.logLoss(), report.calibrationError());
    console.line(
        "%,.0f instances/s, %,d bytes of state", report.instancesPerS(), report.stateBytes());
  }
}
