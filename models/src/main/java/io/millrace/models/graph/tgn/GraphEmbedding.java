/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.batch.Engine;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.Neighbourhoods;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.TimeEncoder;
import java.util.Arrays;

/** One or two layers over recent neighbours; each distinct node and moment is computed once. */
final class GraphEmbedding implements Embedding {
  private final TgnRecord record;
  private final NodeStates nodes;
  private final Memories memories;
  private final int size;
  private final int limit;
  private final int layers;
  private final GraphLayer[] layer;

  /** Index l: what layer l computes; 0: the memories, at time 0. */
  private final Moments[] level;

  private final Neighbourhoods[] hoods;
  private final int[][] centres;
  private final int[] places;
  private final float[][] values;
  private final float[][] gradients;

  GraphEmbedding(
      TgnSettings settings,
      TgnRecord record,
      NodeStates nodes,
      Memories memories,
      Engine engine,
      Parameters parameters,
      TimeEncoder time) {
    this.record = record;
    this.nodes = nodes;
    this.memories = memories;
    size = settings.memory();
    limit = settings.neighbours();
    layers = settings.layers();
    layer = new GraphLayer[layers];
    level = new Moments[layers];
    hoods = new Neighbourhoods[layers];
    centres = new int[layers][0];
    values = new float[layers + 1][0];
    gradients = new float[layers][0];
    places = new int[limit];
    for (int l = 0; l < layers; l++) {
      layer[l] = new GraphLayer(settings, engine, parameters, "layer" + l, time);
      level[l] = new Moments();
      hoods[l] = new Neighbourhoods(settings.edgeFeatures());
    }
  }

  @Override
  public float[] forward(Moments moments, boolean train) {
    Moments above = moments;
    for (int l = layers - 1; l >= 0; l--) {
      look(above, l);
      above = level[l];
    }
    values[0] = Floats.fit(values[0], level[0].size() * size);
    if (train) {
      memories.forward(level[0], values[0]);
    } else {
      memories.read(level[0], values[0]);
    }
    for (int l = 0; l < layers; l++) {
      values[l + 1] = layer[l].forward(hoods[l], centres[l], values[l]);
    }
    return values[layers];
  }

  /** Finds the neighbours of all moments of the level above. */
  private void look(Moments above, int l) {
    Moments below = level[l];
    Neighbourhoods hood = hoods[l];
    below.clear();
    hood.clear();
    centres[l] = Floats.fit(centres[l], above.size());
    for (int i = 0; i < above.size(); i++) {
      int slot = above.slot(i);
      long time = above.time(i);
      centres[l][i] = below.add(slot, l == 0 ? 0 : time);
      hood.centre(centres[l][i]);
      int found = record.ring.recent(nodes, slot, time, limit, places);
      for (int j = 0; j < found; j++) {
        int neighbour = nodes.find(record.ring.id(nodes, slot, places[j]));
        long then = record.ring.time(nodes, slot, places[j]);
        hood.neighbour(
            below.add(neighbour, l == 0 ? 0 : time),
            TgnRecord.seconds(then, time),
            nodes.floats(slot),
            record.ring.features(nodes, slot, places[j]));
      }
    }
  }

  @Override
  public void backward(Moments moments, float[] g) {
    float[] above = g;
    for (int l = layers - 1; l >= 0; l--) {
      int length = level[l].size() * size;
      gradients[l] = Floats.fit(gradients[l], length);
      Arrays.fill(gradients[l], 0, length, 0);
      layer[l].backward(hoods[l], centres[l], values[l], above, gradients[l]);
      above = gradients[l];
    }
    memories.backward(gradients[0]);
  }
}
