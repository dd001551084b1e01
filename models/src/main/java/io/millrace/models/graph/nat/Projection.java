/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.Linear;
import io.millrace.models.neural.batch.Parameters;
import java.util.Arrays;

/**
 * What cached neighbours tell of themselves: their stored representation through a linear layer. It
 * is kept per node until the representation or the parameters change, as it is wanted for each
 * cache that the node is in.
 */
final class Projection {
  private final NodeStates nodes;
  private final Parameters parameters;
  private final Linear linear;
  private final int self;
  private final int inputs;
  private final int outputs;
  private final Distinct wanted = new Distinct();
  private float[] values = new float[0];
  private int[] stamps = new int[0];
  private int stamp = 1;
  private int version;
  private int moves;
  private float[] selves = new float[0];
  private float[] projected = new float[0];

  /**
   * @param self where the representation is in a node's floats
   */
  Projection(NodeStates nodes, Parameters parameters, Linear linear, int self) {
    this.nodes = nodes;
    this.parameters = parameters;
    this.linear = linear;
    this.self = self;
    inputs = linear.inputs();
    outputs = linear.outputs();
  }

  /** Begins to ask for slots. */
  void begin() {
    wanted.clear();
    if (version != parameters.version() || moves != nodes.moves()) {
      version = parameters.version();
      moves = nodes.moves();
      forget();
    }
  }

  /** Forgets all. */
  void forget() {
    stamp++;
  }

  /** Asks for a slot. */
  void want(int slot) {
    if (slot >= stamps.length || stamps[slot] != stamp) {
      wanted.add(slot);
    }
  }

  /** Tells that the representation of a slot changed. */
  void changed(int slot) {
    if (slot < stamps.length) {
      stamps[slot] = 0;
    }
  }

  /** Computes what was asked for and is not known. */
  void compute() {
    int n = wanted.size();
    if (n == 0) {
      return;
    }
    stamps = Floats.fit(stamps, nodes.slots());
    values = Floats.fit(values, nodes.slots() * outputs);
    projected = Floats.fit(projected, n * outputs);
    gather();
    linear.forward(selves, 0, n, projected, 0);
    for (int i = 0; i < n; i++) {
      int slot = wanted.value(i);
      System.arraycopy(projected, i * outputs, values, slot * outputs, outputs);
      stamps[slot] = stamp;
    }
  }

  private void gather() {
    selves = Floats.fit(selves, wanted.size() * inputs);
    for (int i = 0; i < wanted.size(); i++) {
      int slot = wanted.value(i);
      System.arraycopy(nodes.floats(slot), nodes.floatsAt(slot) + self, selves, i * inputs, inputs);
    }
  }

  /** The values of all slots; those of a slot are {@link #at} it. */
  float[] values() {
    return values;
  }

  int at(int slot) {
    return slot * outputs;
  }

  /**
   * The way back, for a row of gradients per entry.
   *
   * @param slots of the entries
   */
  void backward(int[] slots, float[] g, int entries) {
    wanted.clear();
    for (int e = 0; e < entries; e++) {
      wanted.add(slots[e]);
    }
    projected = Floats.fit(projected, wanted.size() * outputs);
    Arrays.fill(projected, 0, wanted.size() * outputs, 0);
    for (int e = 0; e < entries; e++) {
      int to = wanted.add(slots[e]) * outputs;
      for (int i = 0; i < outputs; i++) {
        projected[to + i] += g[e * outputs + i];
      }
    }
    gather();
    linear.backward(selves, 0, projected, 0, wanted.size(), null, 0);
  }
}
