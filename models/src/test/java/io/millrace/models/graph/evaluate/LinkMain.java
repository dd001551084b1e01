/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.baseline.EdgeBank;
import io.millrace.models.graph.baseline.HistoryRegression;
import io.millrace.models.graph.baseline.Proximity;
import io.millrace.models.graph.nat.Nat;
import io.millrace.models.graph.nat.NatSettings;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.stream.EdgeFormat;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.stream.EdgeReader;
import io.millrace.models.graph.tgn.PresSettings;
import io.millrace.models.graph.tgn.Tgn;
import io.millrace.models.graph.tgn.TgnSettings;
import io.millrace.models.neural.AdamSettings;
import io.millrace.models.neural.batch.TimeEncoder;
import java.nio.file.Path;

/** Trains a model on a file of edges and prints how each epoch went. */
public final class LinkMain {
  private LinkMain() {}

  /** Arguments: file, format, model, epochs, batch, rate, seed, kinds of negatives. */
  public static void main(String[] arguments) throws Exception {
    EdgeFormat format = EdgeFormat.valueOf(arguments[1]);
    EdgeList edges = EdgeReader.read(Path.of(arguments[0]), format);
    int epochs = Integer.parseInt(arguments[3]);
    int batch = Integer.parseInt(arguments[4]);
    AdamSettings adam = AdamSettings.of(Double.parseDouble(arguments[5]));
    long seed = Long.parseLong(arguments[6]);
    LinkTask task = new LinkTask(edges, Split.of(edges, 0.7, 0.15), batch, 0.1, seed);
    LinkModel model = model(arguments[2], edges.featureCount(), adam, seed);
    int best =
        task.fit(
            model,
            epochs,
            5,
            (epoch, loss, speed, validation) -> {
              LinkScores test = task.test(model, Negatives.RANDOM);
              System.out.printf(
                  "%s epoch %d loss %.4f, %.0f/s | validation AP %.4f AUC %.4f | test AP %.4f new %.4f | %.0f/s%n",
                  arguments[2],
                  epoch,
                  loss,
                  speed,
                  validation.ap(),
                  validation.auc(),
                  test.ap(),
                  test.apNewNodes(),
                  validation.eventsPerSecond());
            });
    for (Negatives kind : Negatives.values()) {
      task.replay(model);
      LinkScores again = task.validate(model, kind);
      LinkScores test = task.test(model, kind);
      System.out.printf(
          "%s best %d %s validation AP %.4f test AP %.4f AUC %.4f mean %.4f | new %d AP %.4f AUC %.4f | %.0f/s%n",
          arguments[2],
          best,
          kind,
          again.ap(),
          test.ap(),
          test.auc(),
          test.apMeanOfBatches(),
          test.newEdges(),
          test.apNewNodes(),
          test.aucNewNodes(),
          test.eventsPerSecond());
    }
  }

  private static LinkModel model(String name, int features, AdamSettings adam, long seed) {
    return switch (name) {
      case "tgn" -> new Tgn(TgnSettings.tgn(features).with(adam), seed);
      case "tgn-log" ->
          new Tgn(TgnSettings.tgn(features).with(adam).with(TimeEncoder.Scale.LOGARITHM), seed);
      case "pres" ->
          Tgn.predicting(
              TgnSettings.tgn(features).with(adam), PresSettings.standard(), seed, HeapNodes::new);
      case "jodie" -> new Tgn(TgnSettings.jodie(features).with(adam), seed);
      case "dyrep" -> new Tgn(TgnSettings.dyRep(features).with(adam), seed);
      case "nat" -> new Nat(NatSettings.of(features).with(adam), seed);
      case "edgebank" -> EdgeBank.unlimited(features);
      case "history" -> new HistoryRegression(features, adam, seed);
      case "common" -> Proximity.commonNeighbours(features, 50);
      case "attachment" -> Proximity.preferentialAttachment(features);
      default -> throw new IllegalArgumentException("no model " + name);
    };
  }
}
