/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.FastExp;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.Parameters;

/**
 * PRES (Su, Zou and Wu, ICLR 2024): a node's memory is predicted to go on changing as it did,
 * {@code p = s + dt d}, and corrected by what the cell says, {@code (1 - g) p + g c}, with a
 * learned gate g. The rate d is the mean of a mixture of two components per node: changes by edges
 * that came, and changes seen when the node was in an edge that did not. Count, sum and sum of
 * squares are kept of each. The published method draws d; here it is the mean, so that scores are
 * reproducible. A prediction stays within [-1, 1], where the cells' values are.
 */
final class Pres {
  static final int CAME = 0;
  static final int ABSENT = 1;
  static final int COMPONENTS = 2;

  private final PresSettings settings;
  private final NodeStates nodes;
  private final Parameters parameters;
  private final int size;
  private final Places places;
  private final int gate;
  private float[] apart = new float[0];
  private int[] known = new int[0];

  /** Where the statistics of a node are in its record. */
  record Places(int counts, int sums, int squares) {
    static Places claim(NodeLayout layout, int size) {
      return new Places(
          layout.claimInts(COMPONENTS),
          layout.claimFloats(COMPONENTS * size),
          layout.claimFloats(COMPONENTS * size));
    }
  }

  Pres(PresSettings settings, NodeStates nodes, Parameters parameters, Places places, int size) {
    this.settings = settings;
    this.nodes = nodes;
    this.parameters = parameters;
    this.places = places;
    this.size = size;
    gate = parameters.zeros("pres.gate", 1, 1).at();
    parameters.values()[gate] = (float) FastExp.log(settings.gate() / (1 - settings.gate()));
  }

  /** Makes room for as many rows. */
  void fit(int rows) {
    apart = Floats.fit(apart, rows * size);
    known = Floats.fit(known, rows);
  }

  /**
   * Corrects the cell's value of a node.
   *
   * @param seconds from the last update of the memory to the message
   * @param old memory, at {@code row}
   * @param fresh what the cell says, at {@code row}; replaced
   */
  void correct(int slot, float seconds, float[] old, float[] fresh, int row) {
    int[] ints = nodes.ints(slot);
    int counts = nodes.intsAt(slot) + places.counts;
    int count = ints[counts + CAME] + ints[counts + ABSENT];
    float[] floats = nodes.floats(slot);
    int sums = nodes.floatsAt(slot) + places.sums;
    float share = share();
    for (int i = 0; i < size; i++) {
      int at = row * size + i;
      float predicted = old[at];
      if (count > 0) {
        float rate = (floats[sums + i] + floats[sums + size + i]) / count;
        predicted = Math.max(-1, Math.min(1, predicted + seconds * rate));
      }
      // Without a prediction to go by, the cell's value stands.
      apart[at] = count > 0 ? fresh[at] - predicted : 0;
      fresh[at] = count > 0 ? predicted + share * apart[at] : fresh[at];
    }
    known[row] = count > 0 ? 1 : 0;
  }

  /**
   * Lets a memory go on changing as it did, for so many seconds; as it is where nothing is known.
   */
  static void goOn(NodeStates nodes, int slot, Places places, int memory, int size, float seconds) {
    int[] ints = nodes.ints(slot);
    int counts = nodes.intsAt(slot) + places.counts;
    int count = ints[counts + CAME] + ints[counts + ABSENT];
    if (count == 0 || seconds <= 0) {
      return;
    }
    float[] floats = nodes.floats(slot);
    int sums = nodes.floatsAt(slot) + places.sums;
    int at = nodes.floatsAt(slot) + memory;
    for (int i = 0; i < size; i++) {
      float rate = (floats[sums + i] + floats[sums + size + i]) / count;
      floats[at + i] = Math.max(-1, Math.min(1, floats[at + i] + seconds * rate));
    }
  }

  private float share() {
    return (float) FastExp.sigmoid(parameters.values()[gate]);
  }

  /**
   * The way back: adds the coherence loss {@code 1 - cos(old, corrected)} per row, and turns
   * gradients of corrected memories into those of the cell's values.
   */
  void backward(float[] old, float[] corrected, float[] g, int rows) {
    float share = share();
    double gateGradient = 0;
    for (int row = 0; row < rows; row++) {
      cohere(old, corrected, g, row * size, settings.coherence() / rows);
      for (int at = row * size; at < (row + 1) * size; at++) {
        gateGradient += g[at] * apart[at];
        g[at] *= known[row] == 1 ? share : 1;
      }
    }
    parameters.gradients()[gate] += (float) (gateGradient * share * (1 - share));
  }

  private void cohere(float[] old, float[] corrected, float[] g, int at, double weight) {
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = at; i < at + size; i++) {
      dot += old[i] * corrected[i];
      a += old[i] * old[i];
      b += corrected[i] * corrected[i];
    }
    if (a * b < 1e-12) {
      return;
    }
    double norms = Math.sqrt(a * b);
    for (int i = at; i < at + size; i++) {
      g[i] -= (float) (weight * (old[i] / norms - dot / norms * corrected[i] / b));
    }
  }

  /** Notes how a memory changed. */
  void observe(
      int slot, int component, float seconds, float[] old, int at, float[] now, int nowAt) {
    if (seconds <= 0) {
      return;
    }
    nodes.ints(slot)[nodes.intsAt(slot) + places.counts + component]++;
    float[] floats = nodes.floats(slot);
    int sums = nodes.floatsAt(slot) + places.sums + component * size;
    int squares = nodes.floatsAt(slot) + places.squares + component * size;
    for (int i = 0; i < size; i++) {
      float rate = (now[nowAt + i] - old[at + i]) / seconds;
      floats[sums + i] += rate;
      floats[squares + i] += rate * rate;
    }
    nodes.changed(slot);
  }
}
