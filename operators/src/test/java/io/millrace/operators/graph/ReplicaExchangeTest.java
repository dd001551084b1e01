/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.partition.Hdrf;
import io.millrace.models.graph.partition.HdrfSettings;
import io.millrace.models.graph.partition.PartitionedModel;
import io.millrace.models.graph.tgn.Tgn;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.Replica;
import io.millrace.state.graph.GraphState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaExchangeTest {
  private static final int PARTITIONS = 3;
  private static final int LENGTH = 400;

  private static GraphRules rules() {
    return GraphRules.of("tgn", 0).withBatch(5, Duration.ofMillis(40)).withWindow(40);
  }

  private static Parted parted(String model, Duration interval) {
    return new Parted(
        "g", model, rules(), new CutRules(PARTITIONS, Cutter.HDRF, 1000, interval, 100));
  }

  private static void run(Parted parted, int step) {
    List<Edge> edges = Edges.stream("g", LENGTH);
    for (int i = 0; i < edges.size(); i++) {
      parted.add(edges.get(i));
      if (i % step == step - 1) {
        parted.mark(edges.get(i).timeMillis() - 20);
      }
    }
    parted.mark(100_000);
  }

  private static Map<String, List<LinkScore>> byPartition(List<LinkScore> scores) {
    Map<String, List<LinkScore>> sorted = new HashMap<>();
    scores.forEach(
        score -> sorted.computeIfAbsent(score.graphId(), key -> new ArrayList<>()).add(score));
    return sorted;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tgn", "nat", "tgn+pres"})
  void withoutExchangeEveryPartitionIsAGraphOfItsOwn(String model) {
    Parted parted = parted(model, Duration.ZERO);
    run(parted, 7);
    assertThat(parted.out.replicas).isEmpty();
    Map<String, List<LinkScore>> scores = byPartition(parted.out.scores);
    assertThat(scores).hasSize(PARTITIONS);
    for (int p = 0; p < PARTITIONS; p++) {
      String key = parted.keys().key("g", p);
      Collected alone = new Collected();
      GraphState state = new GraphState(key, Edges.model(model, 0), new Collected.Shelf());
      GraphStream stream = new GraphStream(rules(), new GraphTally(), alone);
      parted.assigned.stream()
          .filter(event -> event instanceof Edge && event.graphId().equals(key))
          .forEach(event -> stream.accept(state, (Edge) event));
      stream.advance(state, 100_000);
      assertThat(scores.get(key)).isEqualTo(alone.scores);
    }
  }

  /**
   * What {@code eval graph --partitions} runs, edge by edge; there nothing is drawn per partition.
   */
  @ParameterizedTest
  @ValueSource(strings = {"tgn", "tgn+pres", "jodie", "dyrep"})
  void withoutExchangeAndLearningTheOfflineModelSaysTheSame(String model) {
    GraphRules still = rules().withLearn(false).withWindow(0).withBatch(1, Duration.ofMillis(1));
    Parted parted =
        new Parted(
            "g", model, still, new CutRules(PARTITIONS, Cutter.HDRF, 1000, Duration.ZERO, 0));
    run(parted, 7);
    Map<String, Float> said = new HashMap<>();
    parted.out.scores.forEach(score -> said.put(score.edgeId(), score.score()));

    List<Tgn> models = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      models.add((Tgn) Edges.model(model, 0).model(HeapNodes::new).model());
    }
    PartitionedModel<Tgn> offline =
        new PartitionedModel<>(
            models,
            new Hdrf(new HdrfSettings(PARTITIONS, 1.1, 1000)),
            Tgn::reconcile,
            Integer.MAX_VALUE);
    EdgeBatch one = new EdgeBatch(0);
    float[] score = new float[1];
    for (Edge edge : Edges.stream("g", LENGTH)) {
      one.clear();
      one.add(edge.source().id(), edge.target().id(), edge.timeMillis(), 1, edge.features(), 0);
      offline.score(one, one, score);
      offline.update(one);
      assertThat(said.get(edge.edgeId())).as(edge.edgeId()).isEqualTo(score[0]);
    }
    assertThat(parted.cutState().assignment().statistics()).isEqualTo(offline.cut());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tgn", "tgn+pres", "jodie", "dyrep"})
  void everyReplicaThatIsSentIsMergedOnceAndNumbersHaveNoGaps(String model) {
    Parted parted = parted(model, Duration.ofMillis(100));
    run(parted, 7);
    // What the last mark told came to nobody.
    parted.mark(100_001);
    assertThat(parted.out.replicas).hasSizeGreaterThan(50);
    assertThat(parted.out.reasons).isEmpty();
    assertThat(parted.tally.replicasSent()).isEqualTo(parted.out.replicas.size());
    // One may come while the first edge of its node waits for its batch.
    assertThat(parted.tally.replicasDropped()).isLessThan(3);
    assertThat(parted.tally.replicasMerged() + parted.tally.replicasDropped())
        .isEqualTo(parted.out.replicas.size());
    Map<String, Long> numbers = new HashMap<>();
    for (Replica replica : parted.out.replicas) {
      assertThat(PartitionKeys.partition(replica.graphId())).isNotEqualTo(replica.from());
      String link = replica.from() + " to " + replica.graphId();
      assertThat(replica.number()).isEqualTo(numbers.merge(link, 1L, Long::sum));
      assertThat(replica.edges()).isPositive();
    }
    long taken = 0;
    for (int p = 0; p < PARTITIONS; p++) {
      taken += parted.partition(p).links().total();
      assertThat(parted.partition(p).links().missing()).isZero();
    }
    assertThat(taken).isEqualTo(parted.out.replicas.size());
    assertThat(parted.out.scores).allMatch(score -> score.score() >= 0 && score.score() <= 1);
  }

  /** Only when replicas come may depend on anything but the edges; here none does. */
  @Test
  void whatIsSentDoesNotDependOnTheWatermarks() {
    List<List<Replica>> first = new ArrayList<>();
    for (int step : new int[] {1, 3, 50, LENGTH}) {
      Parted parted =
          new Parted(
              "g",
              "tgn",
              rules(),
              new CutRules(PARTITIONS, Cutter.HDRF, 1000, Duration.ofMillis(300), 0));
      parted.hears = false;
      List<Edge> edges = Edges.stream("g", LENGTH);
      for (int i = 0; i < edges.size(); i++) {
        parted.add(edges.get(i));
        if (i % step == step - 1) {
          parted.mark(edges.get(i).timeMillis() - 1);
        }
      }
      parted.mark(100_000);
      first.add(sorted(parted.out.replicas));
    }
    assertThat(first.get(0)).hasSizeGreaterThan(5);
    for (List<Replica> each : first) {
      assertThat(each).usingRecursiveComparison().isEqualTo(first.get(0));
    }
  }

  private static List<Replica> sorted(List<Replica> replicas) {
    List<Replica> sorted = new ArrayList<>(replicas);
    sorted.sort(
        java.util.Comparator.comparing(Replica::graphId)
            .thenComparing(Replica::from)
            .thenComparing(Replica::number));
    return sorted;
  }

  @Test
  void exchangeBringsReplicasTogether() {
    double apart = distance(Duration.ZERO);
    double near = distance(Duration.ofMillis(50));
    assertThat(near).isLessThan(apart / 2);
  }

  /** The mean distance of memories of nodes that all partitions have. */
  private static double distance(Duration interval) {
    GraphRules still = rules().withLearn(false).withWindow(0);
    Parted parted =
        new Parted("g", "tgn", still, new CutRules(PARTITIONS, Cutter.HASH, 1000, interval, 100));
    run(parted, 4);
    parted.mark(100_001);
    double sum = 0;
    int count = 0;
    for (long node = 0; node < 24; node++) {
      if (Long.bitCount(parted.cutState().assignment().holders(node)) < PARTITIONS) {
        continue;
      }
      float[] first = memory(parted.partition(0), node);
      float[] second = memory(parted.partition(1), node);
      for (int i = 0; i < first.length; i++) {
        sum += Math.abs(first[i] - second[i]);
        count++;
      }
    }
    assertThat(count).isPositive();
    return sum / count;
  }

  private static float[] memory(GraphState state, long node) {
    state.learner().model().settle(node);
    int slot = state.nodes().find(node);
    assertThat(slot).isNotEqualTo(NodeStates.UNKNOWN);
    int at = state.nodes().floatsAt(slot);
    return java.util.Arrays.copyOfRange(state.nodes().floats(slot), at, at + 8);
  }

  private static Replica again(Replica replica, long number, String shape, byte[] record) {
    return new Replica(
        replica.graphId(),
        replica.timeMillis(),
        replica.from(),
        replica.epoch(),
        number,
        replica.node(),
        replica.edges(),
        shape,
        record,
        Edges.ORIGIN);
  }

  @Test
  void whatCameTwiceChangesNothingAndWhatIsMissingShows() {
    Parted parted = parted("tgn", Duration.ofMillis(100));
    run(parted, 7);
    parted.mark(100_001);
    Replica last = parted.out.replicas.get(parted.out.replicas.size() - 1);
    GraphState state = parted.partition(PartitionKeys.partition(last.graphId()));
    GraphTally tally = new GraphTally();
    Collected out = new Collected();
    ReplicaExchange exchange =
        new ReplicaExchange(
            parted.keys(),
            new CutRules(PARTITIONS, Cutter.HDRF, 1000, Duration.ofMillis(100), 0),
            tally,
            out);
    byte[] before = state.nodes().record(state.nodes().find(last.node()));
    assertThat(exchange.take(state, last)).isFalse();
    assertThat(state.nodes().record(state.nodes().find(last.node()))).isEqualTo(before);
    assertThat(tally.replicasDropped()).isEqualTo(1);

    Replica beyond = again(last, last.number() + 3, last.shape(), last.record());
    assertThat(exchange.take(state, beyond)).isTrue();
    assertThat(state.links().missing()).isEqualTo(2);
    assertThat(tally.replicasMerged()).isEqualTo(1);

    assertThat(exchange.take(state, again(last, 999, "another", last.record()))).isFalse();
    assertThat(exchange.take(state, again(last, 999, last.shape(), new byte[] {9}))).isTrue();
    assertThat(out.reasons).hasSize(2);
    assertThat(out.reasons.get(0)).contains("it is of the model another", "topic of replicas");
    assertThat(out.reasons.get(1)).contains("REPLICA");
    // A partition that was forgotten has nothing to merge with.
    assertThat(exchange.take(null, beyond)).isFalse();
  }
}
