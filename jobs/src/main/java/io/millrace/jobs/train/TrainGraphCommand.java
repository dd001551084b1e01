/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.train;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.EdgeOptions;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.eval.graph.GraphPlan;
import io.millrace.jobs.eval.graph.TrainableModel;
import io.millrace.models.graph.bundle.GraphBundle;
import io.millrace.models.graph.bundle.GraphManifest.Training;
import io.millrace.models.graph.evaluate.LinkTask;
import io.millrace.models.graph.evaluate.Negatives;
import io.millrace.models.graph.evaluate.Split;
import io.millrace.models.graph.stream.EdgeList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model of temporal graphs. */
@Command(
    name = "graph",
    header = "Train a model of temporal graphs on a list of edges.",
    description = {
      "Keeps the parameters that were best on the validation, tests them, and writes them with a "
          + "manifest into a folder. What nodes remember is not kept: it grows again from edges."
    })
final class TrainGraphCommand extends MillraceCommand {
  /** For the help text. */
  static final class ModelNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TrainableModel.names().iterator();
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

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the bundle; made when there is none.")
  Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Of the model; the kind of model unless given.")
  String name;

  @Option(
      names = "--model-version",
      paramLabel = "V",
      defaultValue = "1",
      description = "Of the model.")
  String version;

  @Option(names = "--epochs", paramLabel = "N", description = "At most.")
  int epochs = 50;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Training ends after N epochs without a rise on the validation.")
  int patience = GraphPlan.PATIENCE;

  @Option(names = "--batch", paramLabel = "B", description = "Edges per temporal batch.")
  int batch = 200;

  @Option(
      names = "--rate",
      paramLabel = "R",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Learning rate; the model's own unless given.")
  double rate;

  @Option(names = "--seed", paramLabel = "S", description = "Of parameters and draws.")
  long seed = 1;

  TrainGraphCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    TrainReport report;
    try (Interrupt interrupt = Interrupt.listen()) {
      report = train(interrupt);
    } catch (CancellationException e) {
      console.note("interrupted: nothing was written");
      return ExitCode.FAILURE;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(report);
    } else {
      console.line(
          "%s, %s with %,d parameters, in %s: best after %d epochs, validation AP %.4f, test AP %.4f",
          report.id(),
          report.model(),
          report.parameters(),
          report.bundle(),
          report.training().epochs(),
          report.training().validationAp(),
          report.training().testAp());
    }
    return ExitCode.OK;
  }

  private TrainReport train(Interrupt interrupt) throws IOException {
    if (epochs < 1 || patience < 0) {
      throw new UsageException(
          "--epochs %d, --patience %d: give at least 1 and 0".formatted(epochs, patience));
    }
    double[] shares = input.shares();
    EdgeList edges = input.read(false);
    TrainableModel trained = TrainableModel.create(model, edges.featureCount(), rate, seed);
    Split split = Split.of(edges, shares[0], shares[1]);
    // All nodes are shown: nobody is going to be new.
    LinkTask task = new LinkTask(edges, split, batch, 0, seed);
    double[] highest = new double[1];
    int best =
        task.fit(
            trained.model(),
            epochs,
            patience,
            (epoch, loss, speed, validation) -> {
              if (interrupt.isWished()) {
                throw new CancellationException();
              }
              highest[0] = Math.max(highest[0], validation.ap());
              console.note("epoch %d: loss %.4f, validation AP %.4f", epoch, loss, validation.ap());
            });
    task.validate(trained.model(), Negatives.RANDOM);
    double tested = task.test(trained.model(), Negatives.RANDOM).ap();
    Training training =
        new Training(
            task.trainingEdges(), best + 1, batch, trained.rate(), seed, highest[0], tested);
    GraphBundle bundle =
        GraphBundle.write(
            out,
            name == null ? model.replace('+', '-') : name,
            version,
            trained.dimensions(),
            training,
            trained.parameters());
    return new TrainReport(
        out.toString(), bundle.manifest().id(), model, trained.parameters().size(), training);
  }
}
