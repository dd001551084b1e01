/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import java.util.Arrays;

/**
 * The sum over a node's temporal neighbours (TGN, 2020, equations 7 and 8): {@code relu(sum of
 * [h_j, e_j, phi(age)] W + b per neighbour)}. The sum is taken before the product.
 */
public final class NeighbourSum {
  private final RowKernels rows;
  private final TimeEncoder time;
  private final int node;
  private final int edge;
  private final int key;
  private final int outputs;
  private final Linear linear;
  private float[] sums = new float[0];
  private float[] code = new float[0];
  private float[] result = new float[0];
  private float[] dResult = new float[0];
  private float[] dSums = new float[0];

  public NeighbourSum(
      Engine engine,
      Parameters parameters,
      String name,
      int node,
      int edge,
      TimeEncoder time,
      int outputs) {
    this.rows = engine.rows();
    this.time = time;
    this.node = node;
    this.edge = edge;
    this.outputs = outputs;
    // One more input: the number of neighbours, whose weights are the bias of each.
    key = node + edge + time.size() + 1;
    linear = new Linear(engine, parameters, name, key, outputs);
  }

  /** A row of {@code outputs} per centre. */
  public void forward(Neighbourhoods in, float[] nodes, float[] out) {
    int n = in.centres();
    int span = time.size();
    sums = Floats.fit(sums, n * key);
    code = Floats.fit(code, span);
    result = Floats.fit(result, n * outputs);
    Arrays.fill(sums, 0, n * key, 0);
    for (int c = 0; c < n; c++) {
      int at = c * key;
      for (int e = in.first[c]; e < in.first[c + 1]; e++) {
        rows.add(nodes, in.neighbour[e] * node, sums, at, node);
        if (edge > 0) {
          rows.add(in.edges, e * edge, sums, at + node, edge);
        }
        time.encode(in.age[e], code, 0);
        rows.add(code, 0, sums, at + node + edge, span);
      }
      sums[at + key - 1] = in.first[c + 1] - in.first[c];
    }
    linear.forward(sums, 0, n, result, 0);
    rows.relu(result, n * outputs);
    System.arraycopy(result, 0, out, 0, n * outputs);
  }

  /** The way back of the last forward pass; the gradient of the nodes is added to dNodes. */
  public void backward(Neighbourhoods in, float[] g, float[] dNodes) {
    int n = in.centres();
    dResult = Floats.fit(dResult, n * outputs);
    dSums = Floats.fit(dSums, n * key);
    System.arraycopy(g, 0, dResult, 0, n * outputs);
    rows.reluGradient(result, dResult, n * outputs);
    linear.backward(sums, 0, dResult, 0, n, dSums, 0);
    for (int c = 0; c < n; c++) {
      for (int e = in.first[c]; e < in.first[c + 1]; e++) {
        rows.add(dSums, c * key, dNodes, in.neighbour[e] * node, node);
        time.backward(in.age[e], dSums, c * key + node + edge);
      }
    }
  }
}
