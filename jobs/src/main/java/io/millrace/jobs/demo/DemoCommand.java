/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.demo.drift.DriftFigures;
import io.millrace.jobs.demo.drift.DriftSettings;
import io.millrace.jobs.demo.fleet.FleetDemoSettings;
import io.millrace.jobs.demo.graph.GraphFigures;
import io.millrace.jobs.demo.graph.GraphSettings;
import io.millrace.jobs.demo.signal.RecordedPatients;
import io.millrace.jobs.demo.signal.SignalFigures;
import io.millrace.jobs.eval.MitBihFolder;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.produce.SyntheticSignal;
import io.millrace.jobs.simulate.FleetReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one process, to look at. */
@Command(
    name = "demo",
    header = "Run everything in this process and watch it live.",
    description = {
      "Starts a Kafka broker and a Flink cluster, plays electrocardiograms in real time and shows "
          + "what the shipped model makes of them. Ctrl-C ends it. The signals are synthetic, made by a "
          + "dynamical model of the heart with ectopic beats and noise; --data plays recordings instead.",
      "Beside them a job learns labelled streams whose concept changes every 20 seconds, and another "
          + "one scores payments, among which fraud rings form; a fleet of workers, some of whom lie, trains "
          + "a network together."
    })
final class DemoCommand extends MillraceCommand {
  private static final int SYNTHETIC = 300;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End after so many seconds of signal; without it, on Ctrl-C.")
  Integer seconds;

  @Option(
      names = "--streams",
      paramLabel = "N",
      description = "How many patients: 300, or with --data each record once.")
  Integer streams;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Play the MIT-BIH Arrhythmia Database in this folder.")
  Path data;

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal patients.")
  long seed = 1;

  @Option(
      names = "--frame",
      paramLabel = "SAMPLES",
      description = "Samples per frame; the rate is 360 a second.")
  int frame = 90;

  @Option(
      names = "--delivery",
      paramLabel = "GUARANTEE",
      converter = GuaranteeConverter.class,
      description = "exactly-once or at-least-once.")
  Guarantee delivery = Guarantee.EXACTLY_ONCE;

  @Option(
      names = "--checkpoint-millis",
      paramLabel = "N",
      description = "Time between two checkpoints, which commit the results.")
  int checkpointMillis = 1000;

  @Option(
      names = "--drift-streams",
      paramLabel = "N",
      description = "How many labelled streams to learn; 0 leaves them out.")
  int driftStreams = 4;

  @Option(
      names = "--drift-rate",
      paramLabel = "N",
      description = "Labelled instances per second, over all of their streams.")
  int driftRate = 1000;

  @Option(
      names = "--payments",
      paramLabel = "N",
      description = "Payments per second, with fraud rings among them; 0 leaves them out.")
  int payments = 300;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers that train together, one in seven of whom lies; 0 leaves them out.")
  int workers = 20;

  @Option(
      names = "--dashboard-port",
      paramLabel = "N",
      description = "Port of the page that shows all of it; 0 for any free one.")
  int dashboardPort;

  @Option(names = "--parallelism", paramLabel = "N", description = "Of each job.")
  int parallelism = 1;

  DemoCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    check("--seconds", seconds == null ? 1 : seconds);
    check("--streams", streams == null ? 1 : streams);
    check("--frame", frame);
    check("--checkpoint-millis", checkpointMillis);
    check("--parallelism", parallelism);
    check("--drift-rate", driftRate);
    if (driftStreams < 0) {
      throw new UsageException("--drift-streams is " + driftStreams + ": give 0 or more");
    }
    if (payments < 0) {
      throw new UsageException("--payments is " + payments + ": give 0 or more");
    }
    if (workers < 0 || workers == 1) {
      throw new UsageException("--workers is " + workers + ": give 0, or 2 or more");
    }
    if (dashboardPort < 0 || dashboardPort > 65535) {
      throw new UsageException(
          "--dashboard-port is " + dashboardPort + ": give 0 to 65535, 0 for any free one");
    }
    DemoSettings settings =
        new DemoSettings(
            "builtin:ecg/1",
            frame,
            parallelism,
            delivery,
            Duration.ofMillis(checkpointMillis),
            DriftSettings.of(driftStreams, driftRate, seed),
            GraphSettings.of(payments, seed),
            new FleetDemoSettings(workers, (workers + 1) / 7, seed),
            dashboardPort);
    List<Signal> signals = data == null ? synthetic() : recorded();
    LiveView view =
        new LiveView(
            console.err(),
            console.terminal(),
            "millrace demo: "
                + signals.size()
                + (data == null ? " synthetic" : " recorded")
                + " electrocardiograms (Ctrl-C ends it)");
    DemoReport report;
    try (Interrupt interrupt = Interrupt.listen()) {
      report =
          new Demo(settings, note -> console.note("millrace: %s", note))
              .run(signals, () -> !interrupt.isWished(), view);
    }
    if (json) {
      console.json(report);
    } else {
      print(report);
    }
    return ExitCode.OK;
  }

  private List<Signal> synthetic() {
    long length =
        seconds == null ? Long.MAX_VALUE : Math.round(seconds * SyntheticSignal.SAMPLING_RATE);
    return SyntheticSignal.patients(streams == null ? SYNTHETIC : streams, seed, length);
  }

  private List<Signal> recorded() {
    double limit = seconds == null ? Double.POSITIVE_INFINITY : seconds;
    try {
      return RecordedPatients.of(
          MitBihFolder.find(data, List.of()), Optional.ofNullable(streams), limit);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void print(DemoReport report) {
    SignalFigures signals = report.signals();
    console.line(
        "%,d frames of %d streams in, %,d of %,d predictions out for %d streams, %d dead letters,"
            + " %d late frames",
        signals.eventsIn(),
        signals.streams(),
        signals.predictionsOut(),
        signals.predictionsExpected(),
        signals.streamsWithPredictions(),
        signals.deadLetters(),
        signals.lateFrames());
    console.line(
        "latency from a window's last frame to its prediction: p50 %.0f ms, p99 %.0f ms; until it is"
            + " committed (%s): p50 %.0f ms, p99 %.0f ms",
        signals.latencyMs().p50(),
        signals.latencyMs().p99(),
        report.delivery(),
        signals.visibleLatencyMs().p50(),
        signals.visibleLatencyMs().p99());
    console.line(
        "%,d alarms, %d restarts, %d checkpoints in %.0f s",
        signals.alarms(), signals.jobRestarts(), signals.checkpoints(), report.seconds());
    if (report.drift() != null) {
      print(report.drift());
    }
    if (report.graph() != null) {
      print(report.graph());
    }
    if (report.aggregation() != null) {
      print(report.aggregation());
    }
    if (report.dashboard() != null) {
      console.line(
          "dashboard: %s, newest results at most %,d ms old%s",
          report.dashboard().viewsOk() ? "all views showed live data" : "NOT all views were live",
          report.dashboard().maxEventAgeMs(),
          report.dashboard().complaints().isEmpty() ? "" : ", " + report.dashboard().complaints());
    }
  }

  private void print(FleetReport fleet) {
    console.line(
        "%d rounds of the fleet: accuracy %.1f %%, malicious %s, detected %s, false alarms %s, %d"
            + " updates lost, %d applied twice",
        fleet.rounds(),
        100 * fleet.accuracy(),
        fleet.malicious(),
        fleet.detected(),
        fleet.falseAlarms(),
        fleet.lostUpdates(),
        fleet.duplicateUpdatesApplied());
  }

  private void print(GraphFigures graph) {
    console.line(
        "%s: %,d payments in, %,d of %,d scores out, %d out of turn, %d nodes; the anomaly score"
            + " tells %,d payments of fraud rings from honest ones with an AUC of %s",
        graph.model(),
        graph.interactionsIn(),
        graph.predictionsOut(),
        graph.predictionsExpected(),
        graph.outOfTurn(),
        graph.nodes(),
        graph.fraudulent(),
        graph.anomalyAuc() == null ? "unknown" : "%.3f".formatted(graph.anomalyAuc()));
  }

  private void print(DriftFigures drift) {
    console.line(
        "%s: %,d instances and %,d late labels of %d streams in, %,d of %,d predictions out, %d out of"
            + " turn, %d unmatched labels",
        drift.learner(),
        drift.instancesIn(),
        drift.labelsIn(),
        drift.streams(),
        drift.predictionsOut(),
        drift.predictionsExpected(),
        drift.outOfTurn(),
        drift.unmatchedLabels());
    console.line(
        "accuracy %s, %d drifts found by %s, %d restarts, %d checkpoints; latency p50 %.0f ms, p99"
            + " %.0f ms",
        drift.accuracy() == null ? "unknown" : String.format("%.1f %%", 100 * drift.accuracy()),
        drift.alarms(),
        drift.detector(),
        drift.jobRestarts(),
        drift.checkpoints(),
        drift.latencyMs().p50(),
        drift.latencyMs().p99());
  }

  private static void check(String option, int value) {
    if (value < 1) {
      throw new UsageException(option + " is " + value + ": give 1 or more");
    }
  }

  /** Reads the names that configuration uses. */
  static final class GuaranteeConverter implements picocli.CommandLine.ITypeConverter<Guarantee> {
    @Override
    public Guarantee convert(String text) {
      for (Guarantee guarantee : Guarantee.values()) {
        if (guarantee.toString().equals(text)) {
          return guarantee;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "'" + text + "' is no guarantee: give exactly-once or at-least-once");
    }
  }
}
