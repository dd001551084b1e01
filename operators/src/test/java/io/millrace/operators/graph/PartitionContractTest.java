/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.Holders;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.Replica;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.contract.Backends;
import io.millrace.operators.contract.Element;
import io.millrace.operators.contract.OperatorContract;
import io.millrace.operators.contract.Subject;
import io.millrace.operators.reject.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both operators of a graph that is cut: the one that cuts, and the one that has partitions. */
class PartitionContractTest {
  private static final int LENGTH = 20;
  private static final long SMALL_HOT = 40_000;
  private static final CutRules CUT = new CutRules(3, Cutter.HDRF, 16, Duration.ofMillis(60), 10);

  private static GraphRules rules(String model) {
    return GraphRules.of(model, 0)
        .withBatch(5, Duration.ofMillis(40))
        .withWindow(8)
        .withNodes(Duration.ofMillis(90), 14);
  }

  private static GraphSettings settings(String model, int bundle) {
    return GraphSettings.of(rules(model), Edges.model(model, 0))
        .withHotBytes(SMALL_HOT)
        .withCut(CUT)
        .withBundle(new BundleBounds(bundle, Duration.ofMillis(20)));
  }

  private static String describe(Object output) {
    if (output instanceof Replica replica) {
      return replica.from()
          + " "
          + replica.epoch()
          + " "
          + replica.number()
          + " "
          + replica.node()
          + " "
          + replica.edges()
          + " "
          + Arrays.hashCode(replica.record());
    }
    if (output instanceof GraphWindow || output instanceof CutWindow) {
      return output.toString().replaceAll(", stateBytes=\\d+", "");
    }
    if (output instanceof Rejected<?> rejected) {
      return rejected.reason();
    }
    return output instanceof Edge edge ? edge.edgeId() + " " + edge.graphId() : output.toString();
  }

  private static String key(Object output) {
    if (output instanceof LinkScore score) {
      return score.graphId();
    }
    if (output instanceof GraphWindow window) {
      return window.graphId();
    }
    if (output instanceof CutWindow window) {
      return window.graphId();
    }
    if (output instanceof Replica replica) {
      return replica.graphId() + " from " + replica.from();
    }
    GraphEvent event =
        output instanceof GraphEvent one ? one : (GraphEvent) ((Rejected<?>) output).record();
    return event.graphId();
  }

  private static Subject<GraphEvent, String, GraphEvent> cutter(Backends backend) {
    return new Subject<>(
        bundle -> new CutOperator(settings("tgn", bundle)),
        GraphEvent::graphId,
        Types.STRING,
        List.of(CutOperator.CUTS, CutOperator.REJECTED),
        PartitionContractTest::describe,
        PartitionContractTest::key,
        operator -> false,
        backend);
  }

  private static Subject<GraphEvent, String, LinkScore> partitions(Backends backend, String model) {
    return new Subject<>(
        bundle -> new GraphOperator(settings(model, bundle)),
        GraphEvent::graphId,
        Types.STRING,
        List.of(
            GraphOutputs.REPORTS, GraphOutputs.REPLICAS, GraphOutputs.LATE, GraphOutputs.REJECTED),
        PartitionContractTest::describe,
        PartitionContractTest::key,
        operator -> false,
        backend);
  }

  /** As a partition is that was forgotten before an edge of another got one of its nodes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 60})
  void aPartitionThatIsOnlyToldOfANodeLeavesNothing(int exchangeMillis) throws Exception {
    CutRules cut = new CutRules(3, Cutter.HDRF, 16, Duration.ofMillis(exchangeMillis), 10);
    GraphSettings settings = settings("tgn", 1).withHotBytes(0).withCut(cut);
    String partition = new PartitionKeys(3, 16).key("g", 1);
    try (Rig rig = new Rig(settings, Backends.HEAP)) {
      rig.feed(new Holders(partition, 100, 7, 0b11));
      rig.mark(119);
      rig.checkpoint();
      assertThat(rig.states() > 0).isEqualTo(exchangeMillis > 0);
      rig.mark(120);
      rig.checkpoint();
      assertThat(rig.states()).isZero();
      assertThat(rig.timers()).isZero();

      // Told and given an edge, it is there as any.
      rig.feed(new Holders(partition, 130, 7, 0b11), Edges.edge(partition, null, 7, 8, 130));
      rig.mark(1000);
      assertThat(rig.scores()).hasSize(1);
      assertThat(rig.states()).isPositive();
    }
  }

  /** Edges of several graphs, in some disorder, with faults. */
  private static List<Element<GraphEvent, Void>> uncut() {
    Random random = new Random(2);
    List<Edge> edges = new ArrayList<>();
    for (String graph : List.of("a", "b", "c")) {
      edges.addAll(Edges.stream(graph, LENGTH));
      edges.add(Edges.edge("", "x", 1, 1, 75));
    }
    IdentityHashMap<Edge, Long> at = new IdentityHashMap<>();
    for (Edge edge : edges) {
      boolean late = random.nextInt(12) == 0;
      at.put(edge, edge.timeMillis() + random.nextInt(30) + (late ? 90 : 0));
    }
    edges.sort(Comparator.comparing(at::get));
    List<Element<GraphEvent, Void>> elements = new ArrayList<>();
    long newest = 0;
    for (Edge edge : edges) {
      elements.add(new Element.Keyed<>(edge, edge.timeMillis()));
      newest = Math.max(newest, edge.timeMillis());
      if (random.nextInt(5) == 0) {
        elements.add(new Element.Mark<>(newest - 31));
      }
    }
    elements.add(new Element.Mark<>(newest + 1000));
    return elements;
  }

  /**
   * What the partitions of a graph got in a run without Flink, what they told each other included.
   */
  private static List<Element<GraphEvent, Void>> cut(String model) {
    Parted parted = new Parted("g", model, rules(model), CUT);
    List<Edge> edges = Edges.stream("g", 2 * LENGTH);
    for (int i = 0; i < edges.size(); i++) {
      parted.add(edges.get(i));
      if (i % 4 == 3) {
        parted.mark(edges.get(i).timeMillis() - 15);
      }
    }
    parted.mark(50_000);
    assertThat(parted.elements)
        .anyMatch(each -> each instanceof Element.Keyed<?, ?> k && k.value() instanceof Replica)
        .anyMatch(each -> each instanceof Element.Keyed<?, ?> k && k.value() instanceof Holders);
    return parted.elements;
  }

  private static int[] bundles(Backends backend) {
    return backend == Backends.HEAP ? OperatorContract.bundles() : new int[] {3};
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void cutsAreTheSameWhateverHappens(Backends backend) throws Exception {
    var contract = new OperatorContract<>(cutter(backend), uncut());
    assertThat(contract.reference().keySet())
        .anyMatch(channel -> channel.startsWith("graph-cuts"))
        .anyMatch(channel -> channel.startsWith("rejected-edges"));
    contract.resultsDoNotDependOnTheBundle(contract.reference());
    contract.restoringAfterEveryElementChangesNothing(bundles(backend));
    contract.failuresChangeNothing(3, bundles(backend));
    contract.rescalingChangesNothing(bundles(backend));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void partitionsSayTheSameWhateverHappens(Backends backend) throws Exception {
    var contract = new OperatorContract<>(partitions(backend, "tgn"), cut("tgn"));
    assertThat(contract.reference().keySet())
        .anyMatch(channel -> channel.startsWith("graph-reports"))
        .anyMatch(channel -> channel.startsWith("graph-replicas"))
        .noneMatch(channel -> channel.startsWith("rejected-edges"));
    contract.resultsDoNotDependOnTheBundle(contract.reference());
    contract.restoringAfterEveryElementChangesNothing(bundles(backend));
    contract.failuresChangeNothing(3, bundles(backend));
    contract.rescalingChangesNothing(bundles(backend));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void partitionsThatPredictSayTheSameOnAnyNumberOfSubtasks(Backends backend) throws Exception {
    new OperatorContract<>(partitions(backend, "tgn+pres"), cut("tgn+pres"))
        .rescalingChangesNothing(3);
  }
}
