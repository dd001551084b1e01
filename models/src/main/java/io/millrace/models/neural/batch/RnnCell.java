/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import io.millrace.models.tensor.Activation;

/** Elman's unit: {@code h' = tanh(x Wi + bi + h Wh + bh)}. */
public final class RnnCell implements Cell {
  private static final Activation TANH = new Activation(Activation.Kind.TANH, 0, 0);

  private final Engine engine;
  private final Linear fromInput;
  private final Linear fromState;
  private final int size;
  private float[] other = new float[0];
  private float[] result = new float[0];
  private float[] d = new float[0];

  public RnnCell(Engine engine, Parameters parameters, String name, int inputs, int size) {
    this.engine = engine;
    this.size = size;
    fromInput = new Linear(engine, parameters, name + ".input", inputs, size);
    fromState = new Linear(engine, parameters, name + ".state", size, size);
  }

  @Override
  public void forward(float[] x, float[] h, int n, float[] out) {
    other = Floats.fit(other, n * size);
    result = Floats.fit(result, n * size);
    fromInput.forward(x, 0, n, result, 0);
    fromState.forward(h, 0, n, other, 0);
    engine.rows().add(other, 0, result, 0, n * size);
    engine.activate(TANH, result, n * size);
    System.arraycopy(result, 0, out, 0, n * size);
  }

  @Override
  public void backward(float[] x, float[] h, float[] g, int n, float[] dx, float[] dh) {
    d = Floats.fit(d, n * size);
    for (int i = 0; i < n * size; i++) {
      d[i] = g[i] * (1 - result[i] * result[i]);
    }
    fromInput.backward(x, 0, d, 0, n, dx, 0);
    fromState.backward(h, 0, d, 0, n, dh, 0);
  }
}
