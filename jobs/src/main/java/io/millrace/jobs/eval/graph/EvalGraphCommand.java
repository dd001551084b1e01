/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.graph;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.EdgeOptions;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.eval.graph.GraphReport.Measures;
import io.millrace.models.graph.evaluate.LinkScores;
import io.millrace.models.graph.evaluate.Negatives;
import io.millrace.models.graph.stream.EdgeList;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a model of temporal graphs on a file of edges. */
@Command(
    name = "graph",
    header = "Judge a model of temporal graphs on a list of edges.",
    description = {
      "Trains on the earlier edges, and tells later ones from negative samples, edges that did not occur; every batch "
          + "is scored before it is applied. Measures are shares, from 0 to 1."
    })
public final class EvalGraphCommand extends MillraceCommand {
  /** For the help text. */
  static final class ModelNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return OfflineModels.names().iterator();
    }
  }

  @Mixin EdgeOptions input;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "tgn",
      completionCandidates = ModelNames.class,
      description = "${COMPLETION-CANDIDATES}.")
  String model;

  @Option(names = "--epochs", paramLabel = "N", description = "Of the training, at most.")
  int epochs = 50;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Training ends after N epochs without a rise on the validation.")
  int patience = GraphPlan.PATIENCE;

  @Option(names = "--batch", paramLabel = "B", description = "Edges per temporal batch.")
  int batch = 200;

  @Option(
      names = "--negatives",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "random",
      description = {
        "What the test is told from: ${COMPLETION-CANDIDATES}; of several the first counts, the "
            + "others are reported beside it."
      })
  List<Negatives> negatives;

  @Option(names = "--seeds", paramLabel = "K", description = "Run with K seeds.")
  int seeds = 1;

  @Option(names = "--first-seed", paramLabel = "S", description = "The first of them.")
  long firstSeed = 1;

  @Option(
      names = "--rate",
      paramLabel = "R",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Learning rate; the model's own unless given.")
  double rate;

  @Option(
      names = "--hidden",
      paramLabel = "SHARE",
      description = "Share of nodes that training does not see.")
  double hidden = GraphPlan.HIDDEN;

  @Option(
      names = "--signed",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Tell positive from negative edges, by the sign of their weights.")
  boolean signed;

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description = {
        "Spread one graph over P partitions, each with a memory and parameters of its own; batches "
            + "are each partition's."
      })
  int partitions = 1;

  @Option(
      names = "--partitioner",
      paramLabel = "NAME",
      defaultValue = "hdrf",
      description = "With --partitions: hdrf (cuts hubs, keeps loads even) or hash.")
  String partitioner;

  @Option(
      names = "--reconcile",
      paramLabel = "N",
      defaultValue = "1000",
      description = "With --partitions: bring replicas of nodes together every N edges.")
  int interval;

  public EvalGraphCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    GraphReport report;
    try (Interrupt interrupt = Interrupt.listen()) {
      double[] shares = input.shares();
      GraphPlan plan =
          new GraphPlan(
              model,
              epochs,
              patience,
              batch,
              shares[0],
              shares[1],
              negatives,
              seeds,
              firstSeed,
              rate,
              hidden,
              signed,
              new Partitioning(partitions, partitioner, interval));
      EdgeList edges = input.read(signed);
      report =
          new GraphEvaluation(
                  plan,
                  edges,
                  (seed, epoch, loss, validation) -> {
                    if (interrupt.isWished()) {
                      throw new CancellationException();
                    }
                    note(seed, epoch, loss, validation);
                  })
              .run();
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

  private void note(long seed, int epoch, double loss, LinkScores validation) {
    console.note(
        "seed %d, epoch %d: loss %.4f, validation AP %.4f, AUC %.4f",
        seed, epoch, loss, validation.ap(), validation.auc());
  }

  private void print(GraphReport report) {
    console.line(
        "%s: %,d events, %,d nodes, batches of %,d, %d seed%s",
        report.model(),
        report.events(),
        report.nodes(),
        report.batch(),
        report.seeds(),
        report.seeds() == 1 ? "" : "s");
    console.line("%-36s %7s %7s %9s %8s %9s", "", "AP", "AUC", "AP/batch", "AP new", "AUC new");
    String against = report.signs() == null ? "against " + report.negatives() : "signs";
    row(report.model() + ", " + against, report.measures());
    rows(report.baselines(), against);
    report
        .otherNegatives()
        .forEach(
            (kind, other) -> {
              row(report.model() + ", against " + kind, other.measures());
              rows(other.baselines(), "against " + kind);
            });
    if (report.signs() != null) {
      console.line(
          "%.1f %% positive, AP of negative edges %.4f, macro F1 %.4f",
          100 * report.signs().positiveShare(),
          report.signs().apNegative(),
          report.signs().macroF1());
    }
    if (report.partitions() != null) {
      console.line(
          "%d partitions by %s, reconciled every %,d edges: largest %.3f of the mean, %.2f replicas per node, %.1f %% of nodes cut",
          report.partitions().count(),
          report.partitions().partitioner(),
          report.partitions().interval(),
          report.partitions().balance(),
          report.partitions().replication(),
          100 * report.partitions().cutNodes());
    }
    console.line(
        "%,.0f events/s in training, %,.0f events/s in the test, %,d bytes per node",
        report.trainEventsPerS(), report.inferEventsPerS(), report.bytesPerNode());
  }

  private void rows(Map<String, Measures> baselines, String against) {
    baselines.forEach((name, measures) -> row(name + ", " + against, measures));
  }

  private void row(String name, Measures measures) {
    console.line(
        "%-36s %7s %7s %9s %8s %9s",
        name,
        number(measures.ap()),
        number(measures.auc()),
        number(measures.apMeanOfBatches()),
        number(measures.apNewNodes()),
        number(measures.aucNewNodes()));
  }

  private static String number(Double value) {
    return value == null ? "-" : "%.4f".formatted(value);
  }
}
