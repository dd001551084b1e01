/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.semba;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.embed.EndPairs;
import io.millrace.models.graph.embed.GraphEmbedding;
import io.millrace.models.graph.embed.GraphShape;
import io.millrace.models.graph.embed.PairDecoder;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.Moments;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.batch.Engine;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.TimeEncoder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A network for signed edges. It tells apart what {@link #learn} is given as two batches: edges
 * that came and edges that did not, or positive and negative ones; {@link #learnWeights} teaches a
 * head of its own the weights. An edge of weight 0 or more counts as positive. Embeddings are
 * attention over recent neighbours, whose edges tell weight, sign and direction. Within a batch
 * nothing is seen of its edges: memories and neighbours are those of before it.
 */
public final class Semba implements LinkModel {
  private final SembaSettings settings;
  private final SembaRecord record;
  private final NodeStates nodes;
  private final Parameters parameters;
  private final SignedMemories memories;
  private final GraphEmbedding embedding;
  private final PairDecoder decoder;
  private final PairDecoder weigher;
  private final int size;

  private final EndPairs ends;
  private final Moments one = new Moments();
  private final float[] told;
  private float[] before = new float[0];

  /**
   * @param seed of the first parameters
   */
  public Semba(SembaSettings settings, long seed) {
    this(settings, seed, HeapNodes::new);
  }

  /**
   * @param states makes the place of the nodes' records
   */
  public Semba(SembaSettings settings, long seed, Function<NodeLayout, NodeStates> states) {
    this.settings = settings;
    size = 2 * settings.memory();
    record = new SembaRecord(settings);
    nodes = states.apply(record.layout);
    parameters = new Parameters(seed);
    Engine engine = Engine.best();
    TimeEncoder time =
        new TimeEncoder(engine, parameters, "time", settings.time(), TimeEncoder.Scale.LOGARITHM);
    memories = new SignedMemories(settings, record, nodes, engine, parameters, time);
    int edge = SembaRecord.TOLD + settings.edgeFeatures();
    told = new float[edge];
    GraphShape shape = new GraphShape(size, edge, settings.neighbours(), settings.heads(), 1);
    embedding = new GraphEmbedding(shape, record.ring, nodes, memories, engine, parameters, time);
    decoder = new PairDecoder(engine, parameters, "decoder", size);
    weigher = new PairDecoder(engine, parameters, "weigher", size);
    ends = new EndPairs(nodes, size);
  }

  /** What is learned. */
  public Parameters parameters() {
    return parameters;
  }

  /** The nodes' records. */
  public NodeStates nodes() {
    return nodes;
  }

  public SembaSettings settings() {
    return settings;
  }

  /** How a weight's magnitude enters: the logarithm of one plus it. */
  static float magnitude(float weight) {
    return (float) StrictMath.log1p(Math.abs(weight));
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

  /**
   * Weights that edges would have if they came, from what was applied before. Weights and features
   * of the edges are not looked at.
   *
   * @param out receives a value per edge
   */
  public void weights(EdgeBatch edges, float[] out) {
    ends.lookAt(edges);
    ends.join(embedding.forward(ends.moments(), false));
    weigher.values(ends, out);
  }

  /** Both batches count the same; an empty one counts nothing. */
  @Override
  public double learn(EdgeBatch edges, EdgeBatch absent) {
    if (edges.size() + absent.size() == 0) {
      return 0;
    }
    double loss = gradients(edges, absent);
    parameters.step(settings.adam());
    return loss;
  }

  /** The loss; its gradients are added to the parameters'. */
  double gradients(EdgeBatch edges, EdgeBatch absent) {
    ends.look(edges, absent);
    ends.join(embedding.forward(ends.moments(), true));
    double loss = decoder.entropy(ends, edges.size());
    embedding.backward(ends.backward());
    return loss;
  }

  /**
   * One step of learning weights, before the edges are applied.
   *
   * @return half the mean squared error before the step; 0 without edges
   */
  public double learnWeights(EdgeBatch edges) {
    if (edges.size() == 0) {
      return 0;
    }
    ends.lookAt(edges);
    ends.join(embedding.forward(ends.moments(), true));
    double loss = weigher.distance(ends, edges);
    embedding.backward(ends.backward());
    parameters.step(settings.adam());
    return loss;
  }

  @Override
  public void update(EdgeBatch edges) {
    ends.meet(edges);
    Moments met = ends.moments();
    before = Floats.fit(before, met.size() * size);
    memories.read(met, before);
    for (int m = 0; m < met.size(); m++) {
      memories.persist(met.slot(m), before, m * size);
    }
    for (int i = 0; i < edges.size(); i++) {
      int source = met.slot(ends.source(i));
      int target = met.slot(ends.target(i));
      long time = edges.time(i);
      float weight = edges.weight(i);
      float[] features = edges.features();
      int at = edges.featuresAt(i);
      memories.tell(source, time, before, ends.target(i) * size, weight, features, at);
      memories.tell(target, time, before, ends.source(i) * size, weight, features, at);
      told[0] = weight < 0 ? 0 : magnitude(weight);
      told[1] = weight < 0 ? magnitude(weight) : 0;
      System.arraycopy(features, at, told, SembaRecord.TOLD, settings.edgeFeatures());
      told[2] = 1;
      record.ring.insert(nodes, source, edges.target(i), time, told, 0);
      told[2] = -1;
      record.ring.insert(nodes, target, edges.source(i), time, told, 0);
    }
  }

  @Override
  public float[] learned() {
    return Arrays.copyOf(parameters.values(), parameters.size());
  }

  @Override
  public void learned(float[] newValues) {
    parameters.set(newValues);
  }

  @Override
  public void forget() {
    nodes.clear();
  }

  @Override
  public int embeddingWidth() {
    return size;
  }

  @Override
  public void embed(long node, long time, float[] out, int at) {
    one.clear();
    one.add(nodes.find(node), time);
    System.arraycopy(embedding.forward(one, false), 0, out, at, size);
  }

  @Override
  public int bytesPerNode() {
    return record.layout.bytes();
  }
}
