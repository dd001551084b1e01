/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.stream.EdgeFormat;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.stream.EdgeReader;
import io.millrace.models.graph.tgn.Tgn;
import io.millrace.models.graph.tgn.TgnSettings;
import io.millrace.models.neural.AdamSettings;
import java.nio.file.Path;

/** Trains a model on a file of edges and prints how each epoch went. */
public final class CollegeMain {
  private CollegeMain() {}

  /** Arguments: file, model, epochs, batch, rate, seed. */
  public static void main(String[] arguments) throws Exception {
    EdgeList edges = EdgeReader.read(Path.of(arguments[0]), EdgeFormat.SNAP);
    int epochs = Integer.parseInt(arguments[2]);
    int batch = Integer.parseInt(arguments[3]);
    AdamSettings adam = AdamSettings.of(Double.parseDouble(arguments[4]));
    long seed = Long.parseLong(arguments[5]);
    LinkTask task = new LinkTask(edges, Split.of(edges, 0.7, 0.15), batch, 0.1, seed);
    LinkModel model = model(arguments[1], adam, seed);
    System.out.printf("%s: %d training edges%n", arguments[1], task.trainingEdges());
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      double loss = task.train(model, epoch);
      double seconds = (System.nanoTime() - start) / 1e9;
      LinkScores validation = task.validate(model, Negatives.RANDOM);
      LinkScores test = task.test(model, Negatives.RANDOM);
      System.out.printf(
          "epoch %d loss %.4f, %.0f/s | validation AP %.4f | test AP %.4f AUC %.4f mean %.4f new %.4f | %.0f/s%n",
          epoch,
          loss,
          task.trainingEdges() / seconds,
          validation.ap(),
          test.ap(),
          test.auc(),
          test.apMeanOfBatches(),
          test.apNewNodes(),
          test.eventsPerSecond());
    }
  }

  private static LinkModel model(String name, AdamSettings adam, long seed) {
    return switch (name) {
      case "tgn" -> new Tgn(TgnSettings.tgn(0).with(adam), seed);
      case "jodie" -> new Tgn(TgnSettings.jodie(0).with(adam), seed);
      case "dyrep" -> new Tgn(TgnSettings.dyRep(0).with(adam), seed);
      default -> throw new IllegalArgumentException("no model " + name);
    };
  }
}
