/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import io.millrace.models.tensor.Activation;

/**
 * Gated recurrent unit (Cho et al., EMNLP 2014), with the reset gate behind the product: {@code r,
 * z = sigmoid(x Wi + bi + h Wh + bh)}, {@code c = tanh(x Wi + bi + r (h Wh + bh))}, {@code h' = (1
 * - z) c + z h}. Columns stand in the order r, z, c.
 */
public final class GruCell implements Cell {
  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0, 0);
  private static final Activation TANH = new Activation(Activation.Kind.TANH, 0, 0);

  private final Engine engine;
  private final Linear fromInput;
  private final Linear fromState;
  private final int size;
  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] gates = new float[0];
  private float[] candidate = new float[0];
  private float[] da = new float[0];
  private float[] db = new float[0];

  public GruCell(Engine engine, Parameters parameters, String name, int inputs, int size) {
    this.engine = engine;
    this.size = size;
    fromInput = new Linear(engine, parameters, name + ".input", inputs, 3 * size);
    fromState = new Linear(engine, parameters, name + ".state", size, 3 * size);
  }

  @Override
  public void forward(float[] x, float[] h, int n, float[] out) {
    a = Floats.fit(a, 3 * n * size);
    b = Floats.fit(b, 3 * n * size);
    gates = Floats.fit(gates, 2 * n * size);
    candidate = Floats.fit(candidate, n * size);
    fromInput.forward(x, 0, n, a, 0);
    fromState.forward(h, 0, n, b, 0);
    for (int r = 0; r < n; r++) {
      int from = 3 * r * size;
      int to = 2 * r * size;
      for (int i = 0; i < 2 * size; i++) {
        gates[to + i] = a[from + i] + b[from + i];
      }
    }
    engine.activate(SIGMOID, gates, 2 * n * size);
    for (int r = 0; r < n; r++) {
      int from = (3 * r + 2) * size;
      int gate = 2 * r * size;
      int to = r * size;
      for (int i = 0; i < size; i++) {
        candidate[to + i] = a[from + i] + gates[gate + i] * b[from + i];
      }
    }
    engine.activate(TANH, candidate, n * size);
    for (int r = 0; r < n; r++) {
      int update = (2 * r + 1) * size;
      int to = r * size;
      for (int i = 0; i < size; i++) {
        float z = gates[update + i];
        out[to + i] = (1 - z) * candidate[to + i] + z * h[to + i];
      }
    }
  }

  /**
   * As {@link #forward}, where inputs and states are planes of {@code n} floats: all rows' first
   * float, then all rows' second one. For few floats, of which a row fills no vector.
   */
  public void forwardPlanes(float[] x, float[] h, int n, float[] out) {
    int plane = n * size;
    a = Floats.fit(a, 3 * plane);
    b = Floats.fit(b, 3 * plane);
    gates = Floats.fit(gates, 2 * plane);
    candidate = Floats.fit(candidate, plane);
    fromInput.forwardPlanes(x, 0, n, a, 0);
    fromState.forwardPlanes(h, 0, n, b, 0);
    for (int i = 0; i < 2 * plane; i++) {
      gates[i] = a[i] + b[i];
    }
    engine.activate(SIGMOID, gates, 2 * plane);
    for (int i = 0; i < plane; i++) {
      candidate[i] = a[2 * plane + i] + gates[i] * b[2 * plane + i];
    }
    engine.activate(TANH, candidate, plane);
    for (int i = 0; i < plane; i++) {
      float z = gates[plane + i];
      out[i] = (1 - z) * candidate[i] + z * h[i];
    }
  }

  /** The way back of the last {@link #forwardPlanes}; the old states get no gradient. */
  public void backwardPlanes(float[] x, float[] h, float[] g, int n, float[] dx) {
    int plane = n * size;
    da = Floats.fit(da, 3 * plane);
    db = Floats.fit(db, 3 * plane);
    for (int i = 0; i < plane; i++) {
      float r = gates[i];
      float z = gates[plane + i];
      float c = candidate[i];
      float dc = g[i] * (1 - z) * (1 - c * c);
      float dr = dc * b[2 * plane + i] * r * (1 - r);
      float dz = g[i] * (h[i] - c) * z * (1 - z);
      da[i] = dr;
      db[i] = dr;
      da[plane + i] = dz;
      db[plane + i] = dz;
      da[2 * plane + i] = dc;
      db[2 * plane + i] = dc * r;
    }
    fromInput.backwardPlanes(x, 0, da, 0, n, dx, 0);
    fromState.backwardPlanes(h, 0, db, 0, n, null, 0);
  }

  @Override
  public void backward(float[] x, float[] h, float[] g, int n, float[] dx, float[] dh) {
    da = Floats.fit(da, 3 * n * size);
    db = Floats.fit(db, 3 * n * size);
    for (int row = 0; row < n; row++) {
      int at = row * size;
      int to = 3 * row * size;
      int gate = 2 * row * size;
      for (int i = 0; i < size; i++) {
        float r = gates[gate + i];
        float z = gates[gate + size + i];
        float c = candidate[at + i];
        float dc = g[at + i] * (1 - z) * (1 - c * c);
        float dr = dc * b[to + 2 * size + i] * r * (1 - r);
        float dz = g[at + i] * (h[at + i] - c) * z * (1 - z);
        da[to + i] = dr;
        db[to + i] = dr;
        da[to + size + i] = dz;
        db[to + size + i] = dz;
        da[to + 2 * size + i] = dc;
        db[to + 2 * size + i] = dc * r;
      }
    }
    fromInput.backward(x, 0, da, 0, n, dx, 0);
    fromState.backward(h, 0, db, 0, n, dh, 0);
    if (dh != null) {
      for (int row = 0; row < n; row++) {
        int at = row * size;
        int update = (2 * row + 1) * size;
        for (int i = 0; i < size; i++) {
          dh[at + i] += g[at + i] * gates[update + i];
        }
      }
    }
  }
}
