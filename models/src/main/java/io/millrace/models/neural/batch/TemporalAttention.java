/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import java.util.Arrays;

/**
 * Attention of a node over its temporal neighbours (Rossi et al., TGN, 2020, equations 9 to 13
 * without the merging layer). Query {@code [h, phi(0)]}, keys and values {@code [h_j, e_j,
 * phi(age)]}, scaled dot products, an output projection. Without neighbours the output is zero.
 *
 * <p>Keys and values are never projected one by one: {@code q . (W k) = (q W) . k}, and the
 * weighted mean of the values is taken before their projection. A key's bias adds the same to all
 * scores, so that there is none.
 */
public final class TemporalAttention {
  private final Engine engine;
  private final RowKernels rows;
  private final Parameters parameters;
  private final TimeEncoder time;
  private final int node;
  private final int edge;
  private final int key;
  private final int heads;
  private final int width;
  private final float scale;
  private final Linear[] query;
  private final int[] keys;
  private final Linear[] value;
  private final Linear output;

  private float[] codes = new float[0];
  private float[] queries = new float[0];
  private final float[][] q;
  private final float[][] u;
  private final float[][] weights;
  private final float[][] context;
  private final float[][] v;
  private float[] joined = new float[0];
  private float[] dQueries = new float[0];
  private float[] dQueryPart = new float[0];
  private float[] dCodes = new float[0];
  private float[] dJoined = new float[0];
  private float[] dMasked = new float[0];
  private float[] dHead = new float[0];
  private float[] dContext = new float[0];
  private float[] dScores = new float[0];
  private float[] du = new float[0];
  private float[] dq = new float[0];

  /**
   * @param node width of a node's row
   * @param edge features per edge, 0 or more
   * @param heads divides {@code outputs}
   * @param outputs width of the result
   */
  public TemporalAttention(
      Engine engine,
      Parameters parameters,
      String name,
      int node,
      int edge,
      TimeEncoder time,
      int heads,
      int outputs) {
    if (heads < 1 || outputs % heads != 0) {
      throw new IllegalArgumentException(
          "%d heads for a width of %d: give a number that divides it".formatted(heads, outputs));
    }
    this.engine = engine;
    this.rows = engine.rows();
    this.parameters = parameters;
    this.time = time;
    this.node = node;
    this.edge = edge;
    this.heads = heads;
    key = node + edge + time.size();
    width = outputs / heads;
    scale = (float) (1 / Math.sqrt(width));
    query = new Linear[heads];
    value = new Linear[heads];
    keys = new int[heads];
    double bound = Math.sqrt(6.0 / (key + outputs));
    for (int h = 0; h < heads; h++) {
      String head = name + ".head" + h;
      query[h] = new Linear(engine, parameters, head + ".query", node + time.size(), width);
      keys[h] = parameters.uniform(head + ".key", width, key, bound).at();
      value[h] = new Linear(engine, parameters, head + ".value", key, width);
    }
    output = new Linear(engine, parameters, name + ".output", outputs, outputs);
    q = new float[heads][0];
    u = new float[heads][0];
    weights = new float[heads][0];
    context = new float[heads][0];
    v = new float[heads][0];
  }

  /**
   * @param nodes a row of floats per node
   * @param out receives a row of {@code outputs} per centre
   */
  public void forward(Neighbourhoods in, float[] nodes, float[] out) {
    int n = in.centres();
    int outputs = heads * width;
    joined = Floats.fit(joined, n * outputs);
    encode(in, nodes);
    for (int h = 0; h < heads; h++) {
      q[h] = Floats.fit(q[h], n * width);
      u[h] = Floats.fit(u[h], n * key);
      weights[h] = Floats.fit(weights[h], in.entries());
      context[h] = Floats.fit(context[h], n * key);
      v[h] = Floats.fit(v[h], n * width);
      query[h].forward(queries, 0, n, q[h], 0);
      engine.product(q[h], 0, parameters.values(), keys[h], u[h], 0, n, width, key);
      for (int c = 0; c < n; c++) {
        attend(in, nodes, h, c);
      }
      value[h].forward(context[h], 0, n, v[h], 0);
      for (int c = 0; c < n; c++) {
        System.arraycopy(v[h], c * width, joined, c * outputs + h * width, width);
      }
    }
    output.forward(joined, 0, n, out, 0);
    for (int c = 0; c < n; c++) {
      if (in.first[c] == in.first[c + 1]) {
        Arrays.fill(out, c * outputs, (c + 1) * outputs, 0);
      }
    }
  }

  private void encode(Neighbourhoods in, float[] nodes) {
    int n = in.centres();
    int span = time.size();
    int wide = node + span;
    codes = Floats.fit(codes, in.entries() * span);
    queries = Floats.fit(queries, n * wide);
    for (int e = 0; e < in.entries(); e++) {
      time.encode(in.age[e], codes, e * span);
    }
    for (int c = 0; c < n; c++) {
      System.arraycopy(nodes, in.centre[c] * node, queries, c * wide, node);
      if (c == 0) {
        time.encode(0, queries, node);
      } else {
        System.arraycopy(queries, node, queries, c * wide + node, span);
      }
    }
  }

  /** Scores, softmax, and the weighted mean of the raw values of one centre. */
  private void attend(Neighbourhoods in, float[] nodes, int h, int c) {
    int from = in.first[c];
    int to = in.first[c + 1];
    float[] weight = weights[h];
    float max = Float.NEGATIVE_INFINITY;
    int at = c * key;
    for (int e = from; e < to; e++) {
      weight[e] = scale * dotKey(in, nodes, e, u[h], at);
      max = Math.max(max, weight[e]);
    }
    float sum = 0;
    for (int e = from; e < to; e++) {
      weight[e] = (float) Math.exp(weight[e] - max);
      sum += weight[e];
    }
    float[] mean = context[h];
    Arrays.fill(mean, at, at + key, 0);
    for (int e = from; e < to; e++) {
      weight[e] /= sum;
      addKey(in, nodes, e, weight[e], mean, at);
    }
  }

  private float dotKey(Neighbourhoods in, float[] nodes, int e, float[] x, int at) {
    int span = time.size();
    float sum = rows.dot(x, at, nodes, in.neighbour[e] * node, node);
    if (edge > 0) {
      sum += rows.dot(x, at + node, in.edges, e * edge, edge);
    }
    return sum + rows.dot(x, at + node + edge, codes, e * span, span);
  }

  private void addKey(Neighbourhoods in, float[] nodes, int e, float by, float[] out, int at) {
    int span = time.size();
    rows.addScaled(by, nodes, in.neighbour[e] * node, out, at, node);
    if (edge > 0) {
      rows.addScaled(by, in.edges, e * edge, out, at + node, edge);
    }
    rows.addScaled(by, codes, e * span, out, at + node + edge, span);
  }

  /**
   * The way back of the last forward pass.
   *
   * @param g gradient of the output
   * @param dNodes the gradient of the nodes is added to it
   */
  public void backward(Neighbourhoods in, float[] nodes, float[] g, float[] dNodes) {
    int n = in.centres();
    int outputs = heads * width;
    int wide = node + time.size();
    dMasked = Floats.fit(dMasked, n * outputs);
    dJoined = Floats.fit(dJoined, n * outputs);
    dQueries = Floats.fit(dQueries, n * wide);
    dQueryPart = Floats.fit(dQueryPart, n * wide);
    dHead = Floats.fit(dHead, n * width);
    dContext = Floats.fit(dContext, n * key);
    dScores = Floats.fit(dScores, in.entries());
    du = Floats.fit(du, n * key);
    dq = Floats.fit(dq, n * width);
    dCodes = Floats.fit(dCodes, in.entries() * time.size());
    Arrays.fill(dCodes, 0, in.entries() * time.size(), 0);
    Arrays.fill(dQueries, 0, n * wide, 0);
    System.arraycopy(g, 0, dMasked, 0, n * outputs);
    for (int c = 0; c < n; c++) {
      if (in.first[c] == in.first[c + 1]) {
        Arrays.fill(dMasked, c * outputs, (c + 1) * outputs, 0);
      }
    }
    output.backward(joined, 0, dMasked, 0, n, dJoined, 0);
    for (int h = 0; h < heads; h++) {
      for (int c = 0; c < n; c++) {
        boolean alone = in.first[c] == in.first[c + 1];
        if (alone) {
          Arrays.fill(dHead, c * width, (c + 1) * width, 0);
        } else {
          System.arraycopy(dJoined, c * outputs + h * width, dHead, c * width, width);
        }
      }
      value[h].backward(context[h], 0, dHead, 0, n, dContext, 0);
      for (int c = 0; c < n; c++) {
        attendBackward(in, nodes, h, c, dNodes);
      }
      float[] gradients = parameters.gradients();
      engine.weightGradient(q[h], 0, du, 0, n, width, key, gradients, keys[h]);
      engine.inputGradient(du, 0, parameters.values(), keys[h], dq, 0, n, width, key);
      query[h].backward(queries, 0, dq, 0, n, dQueryPart, 0);
      rows.add(dQueryPart, 0, dQueries, 0, n * wide);
    }
    for (int c = 0; c < n; c++) {
      rows.add(dQueries, c * wide, dNodes, in.centre[c] * node, node);
      time.backward(0, dQueries, c * wide + node);
    }
    for (int e = 0; e < in.entries(); e++) {
      time.backward(in.age[e], dCodes, e * time.size());
    }
  }

  private void attendBackward(Neighbourhoods in, float[] nodes, int h, int c, float[] dNodes) {
    int from = in.first[c];
    int to = in.first[c + 1];
    int at = c * key;
    float[] weight = weights[h];
    float mean = 0;
    for (int e = from; e < to; e++) {
      dScores[e] = dotKey(in, nodes, e, dContext, at);
      mean += weight[e] * dScores[e];
    }
    Arrays.fill(du, at, at + key, 0);
    for (int e = from; e < to; e++) {
      float ds = scale * weight[e] * (dScores[e] - mean);
      addKey(in, nodes, e, ds, du, at);
      spread(in, e, weight[e], dContext, at, dNodes);
      spread(in, e, ds, u[h], at, dNodes);
    }
  }

  /** Adds to the gradient of a key. */
  private void spread(Neighbourhoods in, int e, float by, float[] x, int at, float[] dNodes) {
    int span = time.size();
    rows.addScaled(by, x, at, dNodes, in.neighbour[e] * node, node);
    rows.addScaled(by, x, at + node + edge, dCodes, e * span, span);
  }
}
