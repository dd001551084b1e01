/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.graph.node.Moments;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.batch.Engine;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.GruCell;
import io.millrace.models.neural.batch.Linear;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.TimeEncoder;
import java.util.Arrays;

/**
 * Puts the last edge of each node, and of each cached neighbour, through its cell: {@code self' =
 * GRU(V self_other + W [edge, phi(age)], self)}, and as {@link SlotCells} tells. What is stored
 * lags one edge behind, so that the cells learn.
 */
final class Refresh {
  private final NatSettings settings;
  private final NatRecord record;
  private final NodeStates nodes;
  private final Engine engine;
  private final TimeEncoder time;
  private final Linear otherToSelf;
  private final Linear spanToSelf;
  private final GruCell selfCell;
  private final Projection projection;
  private final SlotCells slotCells;

  /** Cached neighbours of the nodes. */
  final Entries entries;

  /** Representations of the nodes with the last edge in them. */
  float[] selves = new float[0];

  private int touched;
  private int[] touchedNode = new int[0];
  private float[] selfOther = new float[0];
  private float[] selfTold = new float[0];
  private float[] selfInput = new float[0];
  private float[] selfPart = new float[0];
  private float[] selfOld = new float[0];
  private float[] selfNew = new float[0];
  private float[] dSelf = new float[0];
  private float[] dSelfInput = new float[0];
  private float[] dTold = new float[0];
  private float[] selfSpans = new float[0];

  Refresh(
      NatSettings settings,
      NatRecord record,
      NodeStates nodes,
      Engine engine,
      Parameters parameters) {
    this.settings = settings;
    this.record = record;
    this.nodes = nodes;
    this.engine = engine;
    time =
        new TimeEncoder(engine, parameters, "time", settings.time(), TimeEncoder.Scale.LOGARITHM);
    int span = settings.edgeFeatures() + settings.time();
    int self = settings.self();
    otherToSelf = new Linear(engine, parameters, "self.other", self, self);
    spanToSelf = new Linear(engine, parameters, "self.edge", span, self);
    selfCell = new GruCell(engine, parameters, "self.cell", self, self);
    Linear otherToSlot = new Linear(engine, parameters, "slot.other", self, settings.slot());
    projection = new Projection(nodes, parameters, otherToSlot, record.self);
    slotCells = new SlotCells(settings, engine, parameters, time, projection);
    entries = new Entries(settings.slot(), settings.edgeFeatures());
  }

  /**
   * Looks at nodes.
   *
   * @param looks at slots of {@link NodeStates}, each at a time
   * @param from the first that is new; what was computed of those before is kept
   * @param far whether neighbours' neighbours are wanted too
   */
  void forward(Moments looks, int from, boolean far) {
    int n = looks.size();
    gather(looks, from, far);
    projection.compute();
    slotCells.forward(entries, entries.first[from], entries.first[n]);
    int self = settings.self();
    selfInput = Floats.fit(selfInput, touched * self);
    selfPart = Floats.fit(selfPart, touched * self);
    selfNew = Floats.fit(selfNew, touched * self);
    spanToSelf.forward(selfTold, 0, touched, selfInput, 0);
    otherToSelf.forward(selfOther, 0, touched, selfPart, 0);
    engine.rows().add(selfPart, 0, selfInput, 0, touched * self);
    selfCell.forward(selfInput, selfOld, touched, selfNew);
    selves = Floats.fit(selves, n * self);
    Arrays.fill(selves, from * self, n * self, 0);
    for (int i = 0; i < touched; i++) {
      System.arraycopy(selfNew, i * self, selves, touchedNode[i] * self, self);
    }
  }

  private void gather(Moments looks, int from, boolean far) {
    projection.begin();
    touched = 0;
    entries.first = Floats.fit(entries.first, looks.size() + 1);
    for (int n = from; n < looks.size(); n++) {
      int node = looks.slot(n);
      long now = looks.time(n);
      if (record.touched(nodes, node)) {
        gatherSelf(n, node, now);
      }
      int end = record.near.gather(nodes, node, now, 0, entries, entries.first[n]);
      if (far) {
        end = record.far.gather(nodes, node, now, settings.near(), entries, end);
      }
      entries.first[n + 1] = end;
    }
    for (int e = entries.first[from]; e < entries.first[looks.size()]; e++) {
      entries.neighbour[e] = nodes.find(entries.ids[e]);
      projection.want(entries.neighbour[e]);
    }
  }

  /** Tells that the representation of a slot changed. */
  void changed(int slot) {
    projection.changed(slot);
  }

  /** Forgets what is known of slots. */
  void forget() {
    projection.forget();
  }

  private void copySelf(int node, float[] out, int at) {
    System.arraycopy(
        nodes.floats(node), nodes.floatsAt(node) + record.self, out, at, settings.self());
  }

  private void gatherSelf(int n, int node, long now) {
    int self = settings.self();
    int features = settings.edgeFeatures();
    int wide = features + settings.time();
    int row = touched++;
    touchedNode = Floats.fit(touchedNode, touched);
    selfSpans = Floats.fit(selfSpans, touched);
    selfOld = Floats.fit(selfOld, touched * self);
    selfOther = Floats.fit(selfOther, touched * self);
    selfTold = Floats.fit(selfTold, touched * wide);
    touchedNode[row] = n;
    copySelf(node, selfOld, row * self);
    copySelf(nodes.find(record.other(nodes, node)), selfOther, row * self);
    if (features > 0) {
      System.arraycopy(
          nodes.floats(node), nodes.floatsAt(node) + record.edge, selfTold, row * wide, features);
    }
    selfSpans[row] = Moments.seconds(record.time(nodes, node), now);
    time.encode(selfSpans[row], selfTold, row * wide + features);
  }

  /**
   * The way back of all looks; what is stored gets no gradient.
   *
   * @param looks how many there are
   * @param dSelves gradients of {@link #selves}
   * @param dSums gradients of the sum of each look's entries
   */
  void backward(int looks, float[] dSelves, float[] dSums) {
    int self = settings.self();
    int features = settings.edgeFeatures();
    int wide = features + settings.time();
    slotCells.backward(entries, looks, dSums);
    dTold = Floats.fit(dTold, touched * wide);
    dSelf = Floats.fit(dSelf, touched * self);
    dSelfInput = Floats.fit(dSelfInput, touched * self);
    for (int i = 0; i < touched; i++) {
      System.arraycopy(dSelves, touchedNode[i] * self, dSelf, i * self, self);
    }
    selfCell.backward(selfInput, selfOld, dSelf, touched, dSelfInput, null);
    otherToSelf.backward(selfOther, 0, dSelfInput, 0, touched, null, 0);
    spanToSelf.backward(selfTold, 0, dSelfInput, 0, touched, dTold, 0);
    for (int i = 0; i < touched; i++) {
      time.backward(selfSpans[i], dTold, i * wide + features);
    }
  }
}
