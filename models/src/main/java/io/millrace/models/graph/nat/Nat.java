/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.Moments;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.FastExp;
import io.millrace.models.neural.Mix64;
import io.millrace.models.neural.batch.Engine;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.Linear;
import io.millrace.models.neural.batch.LogitLoss;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.Perceptron;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Scores links by both nodes' representations, and by how their caches overlap: each distinct key's
 * pattern of places has a learned code, codes and representations of all keys are summed. As a sum
 * of codes is linear in how often each pattern is, the histogram is multiplied with the table of
 * codes.
 */
public final class Nat implements LinkModel {
  private static final float[] NO_VECTOR = new float[256];
  private static final int NEVER = 0;

  private final NatSettings settings;
  private final NatRecord record;
  private final NodeStates nodes;
  private final Parameters parameters;
  private final Refresh refresh;
  private final Linear codes;
  private final Perceptron decoder;
  private final int width;

  private final Moments looks = new Moments();
  private final Moments parties = new Moments();
  private int[] lookOf = new int[0];

  /** Of the parameters that the looks were scored with. */
  private int scoredVersion = NEVER;

  private int scoredMoves;
  private final Overlap overlap = new Overlap();
  private int[] sources = new int[0];
  private int[] targets = new int[0];
  private float[] patterns = new float[0];
  private float[] coded = new float[0];
  private float[] dCoded = new float[0];
  private float[] inputs = new float[0];
  private float[] dInputs = new float[0];
  private float[] logits = new float[0];
  private float[] dLogits = new float[0];
  private float[] dSelves = new float[0];
  private float[] sums = new float[0];
  private float[] dSums = new float[0];
  private int[] entryAt = new int[0];

  /**
   * @param seed of the first parameters and of replacement
   */
  public Nat(NatSettings settings, long seed) {
    this(settings, seed, HeapNodes::new);
  }

  /**
   * @param states makes the place of the nodes' records
   */
  public Nat(NatSettings settings, long seed, Function<NodeLayout, NodeStates> states) {
    if (settings.slot() > NO_VECTOR.length) {
      throw new IllegalArgumentException(
          "%d floats per slot: give at most %d".formatted(settings.slot(), NO_VECTOR.length));
    }
    this.settings = settings;
    record = new NatRecord(settings, Mix64.bits(seed, 0));
    nodes = states.apply(record.layout);
    parameters = new Parameters(seed);
    Engine engine = Engine.best();
    refresh = new Refresh(settings, record, nodes, engine, parameters);
    codes = new Linear(engine, parameters, "position", Overlap.PATTERNS, settings.position());
    width = 2 * settings.self() + settings.position() + settings.slot();
    decoder = new Perceptron(engine, parameters, "decoder", width, settings.width(), 1);
  }

  public NatSettings settings() {
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
    int n = edges.size();
    fit(n);
    looks.clear();
    look(edges, 0);
    forward(edges, null);
    keep();
    for (int i = 0; i < n; i++) {
      out[i] = (float) FastExp.sigmoid(logits[i]);
    }
  }

  @Override
  public double learn(EdgeBatch edges, EdgeBatch absent) {
    if (edges.size() == 0 || absent.size() == 0) {
      return 0;
    }
    double loss = gradients(edges, absent);
    parameters.step(settings.adam());
    return loss;
  }

  /** The loss; its gradients are added to the parameters'. */
  double gradients(EdgeBatch edges, EdgeBatch absent) {
    int present = edges.size();
    int all = present + absent.size();
    scoredVersion = NEVER;
    fit(all);
    looks.clear();
    look(edges, 0);
    look(absent, present);
    forward(edges, absent);
    double loss =
        LogitLoss.binary(logits, 0, present, 1, 1.0 / present, dLogits)
            + LogitLoss.binary(logits, present, all, 0, 1.0 / absent.size(), dLogits);
    decoder.backward(inputs, dLogits, all, dInputs);
    backward(all);
    return loss;
  }

  private void fit(int n) {
    sources = Floats.fit(sources, n);
    targets = Floats.fit(targets, n);
    patterns = Floats.fit(patterns, n * Overlap.PATTERNS);
    coded = Floats.fit(coded, n * settings.position());
    dCoded = Floats.fit(dCoded, n * settings.position());
    inputs = Floats.fit(inputs, n * width);
    dInputs = Floats.fit(dInputs, n * width);
    logits = Floats.fit(logits, n);
    dLogits = Floats.fit(dLogits, n);
  }

  private void look(EdgeBatch edges, int from) {
    for (int i = 0; i < edges.size(); i++) {
      sources[from + i] = looks.add(nodes.find(edges.source(i)), edges.time(i));
      targets[from + i] = looks.add(nodes.find(edges.target(i)), edges.time(i));
    }
  }

  private void forward(EdgeBatch edges, EdgeBatch absent) {
    refresh.forward(looks, 0, true);
    sum();
    int present = edges.size();
    int n = present + (absent == null ? 0 : absent.size());
    for (int i = 0; i < n; i++) {
      EdgeBatch from = i < present ? edges : absent;
      int row = i < present ? i : i - present;
      overlap.clear();
      mark(sources[i], from.source(row), 1);
      mark(targets[i], from.target(row), 8);
      overlap.histogram(patterns, i * Overlap.PATTERNS);
    }
    codes.forward(patterns, 0, n, coded, 0);
    int self = settings.self();
    int position = settings.position();
    int slot = settings.slot();
    for (int i = 0; i < n; i++) {
      int at = i * width;
      System.arraycopy(refresh.selves, sources[i] * self, inputs, at, self);
      System.arraycopy(refresh.selves, targets[i] * self, inputs, at + self, self);
      System.arraycopy(coded, i * position, inputs, at + 2 * self, position);
      int to = at + 2 * self + position;
      for (int j = 0; j < slot; j++) {
        inputs[to + j] = sums[sources[i] * slot + j] + sums[targets[i] * slot + j];
      }
    }
    decoder.forward(inputs, n, logits);
  }

  private void mark(int look, long id, int self) {
    Entries entries = refresh.entries;
    overlap.mark(id, self);
    for (int e = entries.first[look]; e < entries.first[look + 1]; e++) {
      overlap.mark(entries.ids[e], entries.place[e] < settings.near() ? 2 * self : 4 * self);
    }
  }

  /** What is cached at each look, summed. */
  private void sum() {
    Entries entries = refresh.entries;
    int slot = settings.slot();
    sums = Floats.fit(sums, looks.size() * slot);
    Arrays.fill(sums, 0, looks.size() * slot, 0);
    for (int look = 0; look < looks.size(); look++) {
      for (int e = entries.first[look]; e < entries.first[look + 1]; e++) {
        add(entries.fresh, e * slot, sums, look * slot, slot);
      }
    }
  }

  private void backward(int n) {
    int self = settings.self();
    int position = settings.position();
    int slot = settings.slot();
    dSelves = Floats.fit(dSelves, looks.size() * self);
    dSums = Floats.fit(dSums, looks.size() * slot);
    Arrays.fill(dSelves, 0, looks.size() * self, 0);
    Arrays.fill(dSums, 0, looks.size() * slot, 0);
    for (int i = 0; i < n; i++) {
      int at = i * width;
      add(dInputs, at, dSelves, sources[i] * self, self);
      add(dInputs, at + self, dSelves, targets[i] * self, self);
      System.arraycopy(dInputs, at + 2 * self, dCoded, i * position, position);
      add(dInputs, at + 2 * self + position, dSums, sources[i] * slot, slot);
      add(dInputs, at + 2 * self + position, dSums, targets[i] * slot, slot);
    }
    codes.backward(patterns, 0, dCoded, 0, n, null, 0);
    refresh.backward(looks.size(), dSelves, dSums);
  }

  private static void add(float[] from, int at, float[] out, int to, int length) {
    for (int i = 0; i < length; i++) {
      out[to + i] += from[at + i];
    }
  }

  @Override
  public void update(EdgeBatch edges) {
    int n = edges.size();
    fit(n);
    for (int i = 0; i < n; i++) {
      nodes.slot(edges.source(i));
      nodes.slot(edges.target(i));
    }
    // Each node once, at the time of its first edge of the batch.
    parties.clear();
    for (int i = 0; i < n; i++) {
      sources[i] = parties.addSlot(nodes.find(edges.source(i)), edges.time(i));
      targets[i] = parties.addSlot(nodes.find(edges.target(i)), edges.time(i));
    }
    lookAgain();
    Entries entries = refresh.entries;
    int near = settings.near();
    entryAt = Floats.fit(entryAt, parties.size() * near);
    Arrays.fill(entryAt, 0, parties.size() * near, -1);
    for (int party = 0; party < parties.size(); party++) {
      int look = lookOf[party];
      for (int e = entries.first[look]; e < entries.first[look + 1]; e++) {
        if (entries.place[e] < near) {
          entryAt[party * near + entries.place[e]] = e;
        }
      }
      int node = parties.slot(party);
      System.arraycopy(
          refresh.selves,
          look * settings.self(),
          nodes.floats(node),
          nodes.floatsAt(node) + record.self,
          settings.self());
      refresh.changed(node);
    }
    for (int i = 0; i < n; i++) {
      apply(sources[i], targets[i], edges.target(i), edges, i);
      apply(targets[i], sources[i], edges.source(i), edges, i);
    }
    scoredVersion = NEVER;
  }

  /** Notes that what the looks saw holds until parameters or nodes change. */
  private void keep() {
    scoredVersion = parameters.version();
    scoredMoves = nodes.moves();
  }

  /** Looks at the parties, but for those that the scores of the batch looked at already. */
  private void lookAgain() {
    if (scoredVersion != parameters.version() || scoredMoves != nodes.moves()) {
      looks.clear();
    }
    int known = looks.size();
    lookOf = Floats.fit(lookOf, parties.size());
    for (int party = 0; party < parties.size(); party++) {
      lookOf[party] = looks.add(parties.slot(party), parties.time(party));
    }
    refresh.forward(looks, known, false);
  }

  /** The one node learns of the other, and of the other's neighbours as they were before. */
  private void apply(int party, int otherParty, long other, EdgeBatch edges, int row) {
    Entries entries = refresh.entries;
    int node = parties.slot(party);
    int otherLook = lookOf[otherParty];
    long time = edges.time(row);
    float[] features = edges.features();
    int at = edges.featuresAt(row);
    int slot = settings.slot();
    long own = nodes.id(node);
    Cache far = record.far;
    for (int e = entries.first[otherLook]; e < entries.first[otherLook + 1]; e++) {
      long id = entries.ids[e];
      if (entries.place[e] < settings.near() && id != own) {
        int to = far.slotOf(id);
        if (far.admits(nodes, node, to, id, time)) {
          far.put(nodes, node, to, id, time, entries.fresh, e * slot, features, at);
        }
      }
    }
    Cache near = record.near;
    int to = near.slotOf(other);
    if (near.admits(nodes, node, to, other, time)) {
      int entry = entryAt[party * settings.near() + to];
      if (!near.holds(nodes, node, to, other)) {
        near.put(nodes, node, to, other, time, NO_VECTOR, 0, features, at);
      } else if (entry >= 0) {
        near.put(nodes, node, to, other, time, entries.fresh, entry * slot, features, at);
      } else {
        int kept = near.vector(nodes, node, to);
        near.put(nodes, node, to, other, time, nodes.floats(node), kept, features, at);
      }
      entryAt[party * settings.near() + to] = -1;
    }
    record.touch(nodes, node, other, time, features, at, settings.edgeFeatures());
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
    refresh.forget();
    scoredVersion = NEVER;
  }

  @Override
  public int embeddingWidth() {
    return settings.self();
  }

  /** The node's own representation, as of its last edge. */
  @Override
  public void embed(long node, long time, float[] out, int at) {
    int slot = nodes.find(node);
    int from = nodes.floatsAt(slot) + record.self;
    System.arraycopy(nodes.floats(slot), from, out, at, settings.self());
  }

  @Override
  public int bytesPerNode() {
    return record.layout.bytes();
  }
}
