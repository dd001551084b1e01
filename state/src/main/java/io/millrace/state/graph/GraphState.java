/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.online.TargetPool;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import io.millrace.state.turn.TurnState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * What an operator keeps of one graph. {@link #FACTS} holds the counts, {@link #WINDOW} the scores
 * of the current window, {@link #TARGETS} what negatives are drawn from; parameters, the order of
 * the nodes' activity and each edge that waits are pieces of their own, and the records of nodes
 * lie in a {@link NodeStore}.
 */
public final class GraphState extends TurnState {
  static final long FACTS = -1;
  static final long WINDOW = -2;
  static final long TARGETS = -3;
  static final long ADOPTION = -4;
  static final long LINKS = -5;
  static final long CLOCK = GraphLearner.END;

  private static final int VERSION = 1;
  private static final int POOL = 1024;
  private static final int MAX_TEXT = 1 << 12;

  /** Beside parameters and nodes: buffers of the model, mostly. */
  private static final long FIXED_BYTES = 256 << 10;

  private final String graphId;
  private GraphParts parts;
  private final GraphLearner learner;
  private final EdgeQueue queue = new EdgeQueue();
  private final TargetPool targets;
  private final ScoreWindow window = new ScoreWindow();
  private final ActivityClock clock = new ActivityClock();
  private final ReplicaLinks links;
  private OneNode visitor;
  private HotNodes nodes;
  private NodeFacts facts;
  private long expiryMillis = Long.MIN_VALUE;
  private long sequence;
  private long begun;
  private long[] obsolete = {};

  public GraphState(String graphId, GraphParts parts, NodeStore store) {
    this(graphId, parts, store, 1);
  }

  /**
   * @param partitions of the graph, of which this is one where they are several
   */
  public GraphState(String graphId, GraphParts parts, NodeStore store, int partitions) {
    this.graphId = graphId;
    this.parts = parts;
    links = partitions > 1 ? new ReplicaLinks(partitions) : null;
    learner = new GraphLearner(parts, parts.model(layout -> place(layout, store)));
    targets = new TargetPool(POOL, graphId.hashCode());
  }

  private NodeStates place(NodeLayout layout, NodeStore store) {
    facts = new NodeFacts(layout, links != null);
    nodes = new HotNodes(layout, store);
    return nodes;
  }

  public String graphId() {
    return graphId;
  }

  /** What the model began with. */
  public GraphParts parts() {
    return parts;
  }

  /** The model, and what it learned and shared. */
  public GraphLearner learner() {
    return learner;
  }

  public HotNodes nodes() {
    return nodes;
  }

  public NodeFacts facts() {
    return facts;
  }

  /** The exchange with the other partitions of the graph; null where it has one alone. */
  public ReplicaLinks links() {
    return links;
  }

  /**
   * Makes another partition's record of a node readable; valid until the next call.
   *
   * @throws IllegalArgumentException when it is damaged, or of another layout
   */
  public NodeStates visitor(long node, byte[] record) {
    if (visitor == null) {
      visitor = new OneNode(nodes.layout());
    }
    return visitor.read(node, record);
  }

  public EdgeQueue queue() {
    return queue;
  }

  public TargetPool targets() {
    return targets;
  }

  public ScoreWindow window() {
    return window;
  }

  /** Edges that had their turn. */
  public long sequence() {
    return sequence;
  }

  /** The number of the next edge. */
  public long nextSequence() {
    return ++sequence;
  }

  /** Edges that had their turn since the graph, or the trained model that serves it, began. */
  public long served() {
    return sequence - begun;
  }

  /** Notes that a node, which had no edge before, has one. */
  public void began(long id, long millis) {
    clock.add(id, millis);
  }

  /**
   * Forgets nodes that were silent for too long, and those that were silent longest where there are
   * too many. To spare time it looks for silent ones only each eighth of the time to live.
   *
   * @param ttl milliseconds
   * @param most nodes to keep
   * @param gone is told of nodes that went and whose embeddings were told
   * @return how many nodes went
   */
  public long expire(long ttl, long most, ObjLongConsumer<GraphState> gone) {
    long before = nodes.total();
    boolean due = positionMillis() >= expiryMillis;
    if (due) {
      expiryMillis = positionMillis() + Math.max(1, ttl / 8);
    }
    // Some room, so that this is not to be done for every batch.
    long wanted = nodes.total() > most ? most - most / 16 : Long.MAX_VALUE;
    while (clock.size() > 0
        && (nodes.total() > wanted || (due && silent(clock.firstMillis(), ttl)))) {
      long id = clock.firstId();
      int slot = nodes.find(id);
      long last = facts.last(nodes, slot);
      boolean active = last > clock.firstMillis();
      clock.removeFirst();
      if (active && !silent(last, ttl)) {
        clock.add(id, last);
      } else {
        if (facts.isTold(nodes, slot)) {
          gone.accept(this, id);
        }
        nodes.remove(id);
        window.countExpired();
      }
    }
    return before - nodes.total();
  }

  private boolean silent(long last, long ttl) {
    return positionMillis() - ttl >= last;
  }

  /** Begins anew with another trained model of the same shape; the memories of nodes stay. */
  public void begin(GraphParts other) {
    if (!other.shape().equals(parts.shape())) {
      throw new IllegalArgumentException(
          "graph '%s' has the model %s, not %s".formatted(graphId, parts.shape(), other.shape()));
    }
    parts = other;
    learner.begin(other);
    begun = sequence;
  }

  @Override
  public long bytes() {
    return FIXED_BYTES
        + learner.bytes()
        + nodes.bytes()
        + queue.bytes()
        + targets.bytes()
        + window.bytes()
        + clock.bytes()
        + (links == null ? 0 : links.bytes());
  }

  @Override
  public void writeChanges(PieceSink sink) {
    for (long piece : obsolete) {
      sink.remove(piece);
    }
    obsolete = new long[0];
    nodes.writeChanges();
    PieceWriter out = new PieceWriter();
    writeFacts(out.begin());
    out.put(FACTS, sink);
    if (window.changed) {
      window.write(out.begin());
      out.put(WINDOW, sink);
    }
    if (learner.adoption().changed()) {
      learner.adoption().write(out.begin());
      out.put(ADOPTION, sink);
    }
    if (links != null && links.changed()) {
      links.write(out.begin());
      out.put(LINKS, sink);
    }
    if (targets.changed()) {
      targets.write(out.begin());
      out.put(TARGETS, sink);
    }
    learner.writeChanges(out, sink);
    clock.writeChanges(CLOCK, out, sink);
    queue.writeChanges(out, sink);
  }

  private void writeFacts(PieceWriter out) {
    out.u8(VERSION);
    text(parts.shape(), out);
    text(parts.version(), out);
    writeTurn(out);
    out.int64(expiryMillis);
    out.varint(sequence);
    learner.writeCounts(out);
    out.varint(begun);
    out.varint(nodes.total());
    clock.writePosition(out);
  }

  private static void text(String text, PieceWriter out) {
    byte[] bytes = text.getBytes(UTF_8);
    out.varint(bytes.length);
    out.raw(bytes, bytes.length);
  }

  private static String text(PieceReader in) {
    return new String(in.raw(in.count("bytes of text", MAX_TEXT)), UTF_8);
  }

  /** What is done with a state: it goes on, or gets another trained model. */
  private enum Going {
    ON,
    WITH_OTHER_PARAMETERS,
    WITH_ANOTHER_MODEL
  }

  private Going readFacts(PieceReader in) {
    in.version(VERSION);
    String shape = text(in);
    String version = text(in);
    if (!shape.equals(parts.shape()) && version.equals(parts.version())) {
      throw new IllegalArgumentException(
          "graph '"
              + graphId
              + "' was kept for the model "
              + shape
              + ", this job has "
              + parts.shape()
              + ": restore with the settings it was written with, give the model another version, or begin without its state");
    }
    readTurn(in);
    expiryMillis = in.int64();
    sequence = in.varint();
    learner.readCounts(in);
    begun = in.varint();
    nodes.total(in.varint());
    clock.readPosition(in);
    in.end();
    if (!shape.equals(parts.shape())) {
      return Going.WITH_ANOTHER_MODEL;
    }
    return version.equals(parts.version()) ? Going.ON : Going.WITH_OTHER_PARAMETERS;
  }

  @Override
  public void restore(PieceSource source) {
    Map<Long, byte[]> others = new HashMap<>();
    source.forEach((id, bytes, length) -> others.put(id, Arrays.copyOf(bytes, length)));
    Going going = readFacts(reader(others, FACTS));
    others.remove(FACTS);
    window.read(reader(others, WINDOW));
    others.remove(WINDOW);
    if (others.containsKey(ADOPTION)) {
      learner.adoption().read(reader(others, ADOPTION));
      others.remove(ADOPTION);
    }
    if (others.containsKey(LINKS)) {
      if (links != null) {
        links.read(graphId, reader(others, LINKS));
      }
      others.remove(LINKS);
    }
    if (others.containsKey(TARGETS)) {
      targets.read(reader(others, TARGETS));
      others.remove(TARGETS);
    }
    if (going == Going.WITH_ANOTHER_MODEL) {
      clock.clear();
      nodes.clear();
    } else {
      clock.restore(number -> reader(others, CLOCK + number));
    }
    if (going != Going.ON) {
      swap(others);
    }
    others.forEach(this::restore);
    queue.restored();
  }

  private void swap(Map<Long, byte[]> pieces) {
    obsolete =
        pieces.keySet().stream().mapToLong(Long::longValue).filter(GraphLearner::owns).toArray();
    pieces.keySet().removeIf(GraphLearner::owns);
    learner.lost();
    begun = sequence;
  }

  private void restore(long id, byte[] bytes) {
    PieceReader in = new PieceReader(id, bytes, bytes.length);
    if (id <= EdgeQueue.FIRST_ID) {
      queue.restore(graphId, id, in);
    } else if (GraphLearner.owns(id)) {
      learner.read(id, in);
    }
  }

  private static PieceReader reader(Map<Long, byte[]> pieces, long id) {
    byte[] bytes = pieces.get(id);
    if (bytes == null) {
      throw new IllegalArgumentException(
          "piece " + id + " is missing: the state is damaged, restore an earlier checkpoint");
    }
    return new PieceReader(id, bytes, bytes.length);
  }
}
