/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.Holders;
import io.millrace.models.graph.transit.Replica;
import io.millrace.operators.contract.Element;
import io.millrace.operators.turn.Silence;
import io.millrace.state.graph.CutState;
import io.millrace.state.graph.GraphState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph that is cut, without Flink: its cut, its partitions, and between them a topic that hands
 * over what was told when time goes on.
 */
final class Parted {
  static final int GROUPS = 16;

  private final String model;
  private final GraphRules rules;
  private final CutRules cut;
  private final PartitionKeys keys;
  private final CutState state;
  private final CutStream stream;
  private final Map<String, GraphState> states = new TreeMap<>();
  private final Map<String, GraphStream> streams = new TreeMap<>();
  private final List<Replica> topic = new ArrayList<>();
  private int told;

  /** Whether what is told arrives. */
  boolean hears = true;

  final GraphTally tally = new GraphTally();
  final Collected out = new Collected();
  final List<GraphEvent> assigned = new ArrayList<>();
  final List<CutWindow> windows = new ArrayList<>();

  /** What the operator of partitions is fed, in order. */
  final List<Element<GraphEvent, Void>> elements = new ArrayList<>();

  Parted(String graph, String model, GraphRules rules, CutRules cut) {
    this.model = model;
    this.rules = rules;
    this.cut = cut;
    keys = new PartitionKeys(cut.partitions(), GROUPS);
    state = new CutState(graph, cut.assignment());
    stream =
        new CutStream(
            cut,
            keys,
            new Silence(rules.idle()),
            new CutTally(),
            new CutSink() {
              @Override
              public void assigned(GraphEvent event) {
                assigned.add(event);
                feed(event);
              }

              @Override
              public void report(CutWindow window) {
                windows.add(window);
              }
            });
  }

  void add(Edge edge) {
    stream.accept(state, edge);
  }

  /** Time goes on: edges have their turn, and what was told before is merged before. */
  void mark(long millis) {
    List<Replica> arrived = List.copyOf(topic);
    topic.clear();
    if (hears) {
      arrived.forEach(this::feed);
    }
    stream.advance(state, millis);
    states.forEach((key, of) -> streams.get(key).advance(of, millis));
    elements.add(new Element.Mark<>(millis));
    topic.addAll(out.replicas.subList(told, out.replicas.size()));
    told = out.replicas.size();
  }

  private void feed(GraphEvent event) {
    elements.add(new Element.Keyed<>(event, event.timeMillis()));
    GraphState of = state(event.graphId());
    GraphStream to = streams.get(event.graphId());
    if (event instanceof Edge edge) {
      to.accept(of, edge);
    } else if (event instanceof Holders holders) {
      to.holders(of, holders);
    } else {
      to.merge(of, (Replica) event);
    }
  }

  private GraphState state(String key) {
    streams.computeIfAbsent(
        key, id -> new GraphStream(rules, new ReplicaExchange(keys, cut, tally, out), tally, out));
    return states.computeIfAbsent(
        key,
        id -> new GraphState(id, Edges.model(model, 0), new Collected.Shelf(), cut.partitions()));
  }

  /** The state of a partition, which must have had an event. */
  GraphState partition(int number) {
    return states.get(keys.key(state.graphId(), number));
  }

  PartitionKeys keys() {
    return keys;
  }

  CutState cutState() {
    return state;
  }
}
