/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.connectors.instance.InstanceException;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.StreamOptions;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.plot.Chart;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
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
  static final class LearnerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LearnerCatalogue.names().iterator();
    }
  }

  @Mixin StreamOptions stream;

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      defaultValue = LearnerCatalogue.DEFAULT,
      completionCandidates = LearnerNames.class,
      description = "${COMPLETION-CANDIDATES}.")
  String learner;

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

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw accuracy over time into a .png, .svg or .html.")
  Path plot;

  @Option(
      names = "--through-kafka",
      showDefaultValue = Help.Visibility.NEVER,
      description = {
        "Play it through an embedded Kafka and the job drift-moe as well, judge the committed "
            + "predictions, and compare them with those of the learner alone."
      })
  boolean throughKafka;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "With --through-kafka: of the job; 1 unless given.")
  Integer parallelism;

  @Option(
      names = "--streams",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "With --through-kafka: so many streams get all instances; 1 unless given.")
  Integer streams;

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
      check();
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

  private void check() {
    if (!throughKafka && (parallelism != null || streams != null)) {
      throw new UsageException(
          "--parallelism and --streams are of the job: give --through-kafka with them");
    }
    if (throughKafka && seed != (int) seed) {
      throw new UsageException(
          "--seed is " + seed + ": the job takes numbers up to " + Integer.MAX_VALUE);
    }
  }

  private DriftReport evaluate() throws IOException {
    int length = window != 0 ? window : stream.generated() ? GENERATED_WINDOW : FILE_WINDOW;
    DriftEvaluation evaluation = new DriftEvaluation(stream.name(), learner, seed, delay, length);
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "instances")) {
      Progress progress =
          (part, done, total) -> {
            if (interrupt.isWished()) {
              throw new CancellationException();
            }
            line.show(part, done, total);
          };
      if (!throughKafka) {
        return alone(evaluation, (label, votes) -> {}, progress);
      }
      Recording recording = new Recording();
      return throughKafka(evaluation, alone(evaluation, recording, progress), recording, progress);
    }
  }

  private DriftReport alone(
      DriftEvaluation evaluation, DriftEvaluation.Witness witness, Progress progress)
      throws IOException {
    try (InstanceStream all = stream.open(seed)) {
      StreamSchema schema = all.schema();
      Learner model =
          LearnerCatalogue.create(
              learner, schema.learnerAttributes(), schema.classes().size(), seed);
      return evaluation.run(all, model, done -> progress.at(stream.name(), done, -1), witness);
    }
  }

  private DriftReport throughKafka(
      DriftEvaluation evaluation, DriftReport alone, Recording recording, Progress progress)
      throws IOException {
    KafkaEvaluation.Plan plan =
        new KafkaEvaluation.Plan(
            learner,
            (int) seed,
            delay,
            streams == null ? 1 : streams,
            parallelism == null ? 1 : parallelism);
    Scoring scoring = new Scoring(evaluation.windowLength());
    long total = alone.instances() * plan.streams();
    try (InstanceStream all = stream.open(seed)) {
      KafkaComparison found =
          new KafkaEvaluation(plan)
              .run(
                  all,
                  recording,
                  scoring,
                  alone.instancesPerS(),
                  done -> progress.at("through Kafka", done, total));
      return evaluation.report(
          scoring,
          (found.predictions() - found.missing()) / found.seconds(),
          alone.stateBytes(),
          alone.classes(),
          found);
    }
  }

  /** Watches the work; what it throws ends it. */
  private interface Progress {
    void at(String part, long done, long total);
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
    if (report.kafka() != null) {
      print(report.kafka());
    }
  }

  private void print(KafkaComparison found) {
    console.line(
        "through Kafka, %d stream%s at parallelism %d: %,d of %,d predictions disagree with the"
            + " learner alone, %,d of them missing, %,d came twice; largest difference of a vote"
            + " %.2g",
        found.streams(),
        found.streams() == 1 ? "" : "s",
        found.parallelism(),
        found.disagreements(),
        found.predictions(),
        found.missing(),
        found.repeated(),
        found.maxAbsDiff());
    console.line(
        "%,d dead letters, %,d unmatched labels, %d restarts, %d checkpoints in %.1f s; the learner"
            + " alone: %,.0f instances/s",
        found.deadLetters(),
        found.unmatchedLabels(),
        found.jobRestarts(),
        found.checkpoints(),
        found.seconds(),
        found.learnerInstancesPerS());
  }
}
