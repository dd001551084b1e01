/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.graph;

import io.millrace.bench.graph.GraphBenchResult.Accuracy;
import io.millrace.bench.graph.GraphBenchResult.Peer;
import io.millrace.bench.graph.GraphBenchResult.Speed;
import io.millrace.bench.timing.Rhythm;
import io.millrace.jobs.eval.graph.GraphEvaluation;
import io.millrace.jobs.eval.graph.GraphPlan;
import io.millrace.jobs.eval.graph.GraphReport;
import io.millrace.jobs.eval.graph.Partitioning;
import io.millrace.models.graph.evaluate.Negatives;
import io.millrace.models.graph.stream.EdgeFormat;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.stream.EdgeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Accuracy on public edges, speeds, and the peer. */
public final class GraphBenchmark {
  private static final int MOST_EDGES = 40_000;
  private static final int GENERATED_NODES = 2_000;
  private static final int SEEDS = 5;
  private static final double RATE = 1e-4;
  private static final List<Integer> BATCHES = List.of(1, 200);
  private static final Rhythm QUICK =
      new Rhythm(Duration.ofMillis(300), Duration.ofMillis(20), Duration.ofSeconds(3), 5, 40);
  private static final Rhythm FULL =
      new Rhythm(Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofSeconds(20), 15, 200);

  private final Path data;
  private final boolean quick;
  private final Bounds bounds;
  private final Consumer<String> log;

  /**
   * How much is trained at most; in the full benchmark {@link Bounds#NONE} is for figures that are
   * kept.
   *
   * @param seeds of each model, 1 or more
   * @param epochs of each seed, 1 or more
   */
  public record Bounds(int seeds, int epochs) {
    public static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE);

    public Bounds {
      if (seeds < 1 || epochs < 1) {
        throw new IllegalArgumentException(
            "at most %d seeds, %d epochs: give at least 1".formatted(seeds, epochs));
      }
    }
  }

  private record Case(
      String file,
      EdgeFormat format,
      String model,
      int epochs,
      int batch,
      double rate,
      int seeds,
      double target) {
    boolean signed() {
      return format == EdgeFormat.SIGNED;
    }
  }

  /**
   * @param data folder of the public sets; null for speeds alone, on made-up edges
   * @param quick an epoch or two of one seed, and short measurements
   * @param bounds of the training
   * @param log is told what runs and what came out
   */
  public GraphBenchmark(Path data, boolean quick, Bounds bounds, Consumer<String> log) {
    this.data = data;
    this.quick = quick;
    this.bounds = bounds;
    this.log = log;
  }

  /** Runs it all. */
  public GraphBenchResult run() throws IOException {
    List<Speed> speeds = new ArrayList<>();
    List<Peer> peers = new ArrayList<>();
    GraphSpeed speed = new GraphSpeed(quick ? QUICK : FULL, speedEdges());
    for (int batch : BATCHES) {
      log.accept("speeds at batch " + batch);
      GraphSpeed.Result result = speed.run(batch);
      speeds.addAll(result.speeds());
      peers.add(result.peer());
    }
    List<Accuracy> accuracy = new ArrayList<>();
    if (data != null) {
      for (Case each : cases()) {
        accuracy.add(judge(each));
      }
    }
    return new GraphBenchResult(quick, accuracy, speeds, peers);
  }

  private EdgeList speedEdges() throws IOException {
    if (data == null) {
      return DenseEdges.generated(MOST_EDGES, GENERATED_NODES, 1);
    }
    return DenseEdges.of(EdgeReader.read(file("collegemsg.txt.gz"), EdgeFormat.SNAP), MOST_EDGES);
  }

  private Path file(String name) {
    Path inside = data.resolve("graph").resolve(name);
    return Files.exists(inside) ? inside : data.resolve(name);
  }

  private List<Case> cases() {
    String messages = "collegemsg.txt.gz";
    String edits = "wikipedia.txt.gz";
    String trust = "bitcoin-otc.csv.gz";
    EdgeFormat snap = EdgeFormat.SNAP;
    EdgeFormat signed = EdgeFormat.SIGNED;
    return quick
        ? List.of(
            new Case(messages, snap, "nat", 1, 100, 0, 1, 0.92),
            new Case(messages, snap, "tgn", 2, 200, 5 * RATE, 1, 0.90),
            new Case(trust, signed, "semba", 2, 200, 0, 1, 0.75))
        : List.of(
            new Case(messages, snap, "tgn", 20, 200, 2 * RATE, SEEDS, 0.90),
            new Case(messages, snap, "tgn+pres", 20, 800, 4 * RATE, SEEDS, 0.90),
            new Case(messages, snap, "nat", 20, 100, 0, SEEDS, 0.92),
            new Case(edits, snap, "nat", 5, 100, 0, 1, 0.98),
            new Case(edits, snap, "tgn", 7, 200, 2 * RATE, 1, 0.96),
            new Case(trust, signed, "semba", 12, 200, 0, SEEDS, 0.75));
  }

  private Accuracy judge(Case each) throws IOException {
    int epochs = Math.min(bounds.epochs, each.epochs);
    int seeds = Math.min(bounds.seeds, each.seeds);
    log.accept("%s on %s, %d epochs, %d seeds".formatted(each.model, each.file, epochs, seeds));
    EdgeList edges = EdgeReader.read(file(each.file), each.format);
    List<Negatives> negatives = quick ? List.of(Negatives.RANDOM) : List.of(Negatives.values());
    GraphPlan plan =
        GraphPlan.of(each.model, epochs, each.batch, seeds)
            .with(each.rate, negatives, each.signed(), Partitioning.NONE);
    GraphReport report =
        new GraphEvaluation(
                plan,
                edges,
                (seed, epoch, loss, validation) ->
                    log.accept(
                        "seed %d, epoch %d: validation AP %.4f, AUC %.4f"
                            .formatted(seed, epoch, validation.ap(), validation.auc())))
            .run();
    double value = each.signed() ? report.measures().auc() : report.measures().ap();
    return new Accuracy(
        each.file, each.signed() ? "auc" : "ap", value, each.target, value >= each.target, report);
  }
}
