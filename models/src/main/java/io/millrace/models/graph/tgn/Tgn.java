/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.embed.EndPairs;
import io.millrace.models.graph.embed.GraphEmbedding;
import io.millrace.models.graph.embed.PairDecoder;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.Moments;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.tgn.TgnSettings.EmbeddingKind;
import io.millrace.models.graph.tgn.TgnSettings.Other;
import io.millrace.models.neural.batch.Engine;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.TimeEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A temporal graph network that scores links. Within a batch memories stand still: the larger the
 * batch, the staler they are. As neighbours, edges of strictly earlier time in the batch are seen
 * where the batch is told. Messages are left in order of the edges, at the source first, and hold
 * the memories of before the batch; under {@code LAST} a node's last edge of the batch counts.
 */
public final class Tgn implements LinkModel {
  private final TgnSettings settings;
  private final TgnRecord record;
  private final NodeStates nodes;
  private final Parameters parameters;
  private final Memories memories;
  private final Embedding embedding;
  private final PairDecoder decoder;
  private final int size;
  private final boolean predicts;

  private final EndPairs ends;
  private final EndPairs met;
  private final Moments moments = new Moments();
  private float[] before = new float[0];

  /**
   * @param seed of the first parameters
   */
  public Tgn(TgnSettings settings, long seed) {
    this(settings, seed, HeapNodes::new);
  }

  /**
   * @param states makes the place of the nodes' records
   */
  public Tgn(TgnSettings settings, long seed, Function<NodeLayout, NodeStates> states) {
    this(settings, null, seed, states);
  }

  /**
   * A network whose memories are predicted and corrected, for large temporal batches.
   *
   * @param states makes the place of the nodes' records
   */
  public static Tgn predicting(
      TgnSettings settings, PresSettings pres, long seed, Function<NodeLayout, NodeStates> states) {
    return new Tgn(settings, pres, seed, states);
  }

  private Tgn(
      TgnSettings settings,
      PresSettings prediction,
      long seed,
      Function<NodeLayout, NodeStates> states) {
    predicts = prediction != null;
    this.settings = settings;
    size = settings.memory();
    record = new TgnRecord(settings, predicts);
    nodes = states.apply(record.layout);
    parameters = new Parameters(seed);
    Engine engine = Engine.best();
    TimeEncoder time =
        new TimeEncoder(engine, parameters, "time", settings.time(), settings.scale());
    Pres pres = predicts ? new Pres(prediction, nodes, parameters, record.changes, size) : null;
    memories = new Memories(settings, record, nodes, engine, parameters, time, pres);
    boolean graph =
        settings.embedding() == EmbeddingKind.SUM
            || settings.embedding() == EmbeddingKind.ATTENTION;
    embedding =
        graph
            ? new NeighbourEmbedding(
                new GraphEmbedding(
                    settings.graph(), record.ring, nodes, memories, engine, parameters, time))
            : new MemoryEmbedding(settings, record, nodes, memories, parameters);
    decoder = new PairDecoder(engine, parameters, "decoder", size);
    ends = new EndPairs(nodes, size);
    met = new EndPairs(nodes, size);
  }

  public TgnSettings settings() {
    return settings;
  }

  /** What is learned. */
  public Parameters parameters() {
    return parameters;
  }

  /** The nodes' records. */
  public NodeStates nodes() {
    return nodes;
  }

  @Override
  public int edgeFeatures() {
    return settings.edgeFeatures();
  }

  @Override
  public void score(EdgeBatch edges, float[] out) {
    ends.lookAt(edges);
    ends.join(embedding.forward(ends.moments(), false));
    decoder.probabilities(ends, out);
  }

  @Override
  public void score(EdgeBatch edges, EdgeBatch came, float[] out) {
    embedding.enter(came);
    score(edges, out);
    embedding.leave();
  }

  @Override
  public double learn(EdgeBatch edges, EdgeBatch absent, EdgeBatch came) {
    embedding.enter(came);
    double loss = learn(edges, absent);
    embedding.leave();
    return loss;
  }

  @Override
  public double learn(EdgeBatch edges, EdgeBatch absent) {
    if (edges.size() == 0 || absent.size() == 0) {
      return 0;
    }
    double loss = gradients(edges, absent);
    parameters.step(settings.adam());
    if (predicts) {
      observe(absent);
    }
    return loss;
  }

  /** Shows the predictions how memories changed of nodes in edges that did not come. */
  private void observe(EdgeBatch absent) {
    moments.clear();
    for (int i = 0; i < absent.size(); i++) {
      moments.add(nodes.find(absent.source(i)), 0);
      moments.add(nodes.find(absent.target(i)), 0);
    }
    before = Floats.fit(before, moments.size() * size);
    memories.read(moments, before);
    for (int m = 0; m < moments.size(); m++) {
      memories.absent(moments.slot(m), before, m * size);
    }
  }

  /** The loss; its gradients are added to the parameters'. */
  double gradients(EdgeBatch edges, EdgeBatch absent) {
    ends.look(edges, absent);
    ends.join(embedding.forward(ends.moments(), true));
    double loss = decoder.entropy(ends, edges.size());
    embedding.backward(ends.moments(), ends.backward());
    return loss;
  }

  @Override
  public void update(EdgeBatch edges) {
    boolean embedded = settings.other() == Other.EMBEDDING;
    met.meet(edges);
    Moments all = met.moments();
    before = Floats.fit(before, all.size() * size);
    EndPairs telling = met;
    float[] other = before;
    if (embedded) {
      telling = ends;
      ends.lookAt(edges);
      other = embedding.forward(ends.moments(), false);
    }
    memories.read(all, before);
    for (int m = 0; m < all.size(); m++) {
      memories.persist(all.slot(m), before, m * size);
    }
    for (int i = 0; i < edges.size(); i++) {
      int source = all.slot(met.source(i));
      int target = all.slot(met.target(i));
      long time = edges.time(i);
      float[] features = edges.features();
      int at = edges.featuresAt(i);
      memories.tell(source, time, other, telling.target(i) * size, features, at);
      memories.tell(target, time, other, telling.source(i) * size, features, at);
      record.ring.insert(nodes, source, edges.target(i), time, features, at);
      record.ring.insert(nodes, target, edges.source(i), time, features, at);
    }
  }

  /**
   * Brings replicas of a node together: memories and their statistics become the means of the
   * holders', weighted by their edges, and rings the most recent neighbours of all. Pending
   * messages are put into the memories before.
   *
   * @param holders of the same settings
   * @param edges of the node that each had since the last time; not all zero
   */
  public static void reconcile(long node, List<Tgn> holders, int[] edges) {
    for (Tgn holder : holders) {
      holder.settle(node);
    }
    List<NodeStates> states = holders.stream().map(Tgn::nodes).toList();
    holders.get(0).record.reconcile(node, states, edges);
  }

  @Override
  public boolean merges() {
    return true;
  }

  @Override
  public void merge(long node, NodeStates other, int own, int others) {
    record.reconcile(node, List.of(nodes, other), new int[] {own, others});
  }

  /** Puts the pending messages of a node into its memory. */
  @Override
  public void settle(long node) {
    moments.clear();
    moments.add(nodes.slot(node), 0);
    before = Floats.fit(before, size);
    memories.read(moments, before);
    memories.persist(moments.slot(0), before, 0);
  }

  @Override
  public float[] learned() {
    return Arrays.copyOf(parameters.values(), parameters.size());
  }

  @Override
  public void learned(float[] values) {
    parameters.set(values);
  }

  @Override
  public void forget() {
    nodes.clear();
    memories.forget();
  }

  @Override
  public int embeddingWidth() {
    return size;
  }

  @Override
  public void embed(long node, long time, float[] out, int at) {
    moments.clear();
    moments.add(nodes.find(node), time);
    System.arraycopy(embedding.forward(moments, false), 0, out, at, size);
  }

  @Override
  public int bytesPerNode() {
    return record.layout.bytes();
  }
}
