/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

/** Two linear layers with ReLU between them. */
public final class Perceptron {
  private final Engine engine;
  private final Linear first;
  private final Linear second;
  private float[] hidden = new float[0];
  private float[] hiddenGradient = new float[0];

  public Perceptron(
      Engine engine, Parameters parameters, String name, int inputs, int width, int outputs) {
    this.engine = engine;
    first = new Linear(engine, parameters, name + ".first", inputs, width);
    second = new Linear(engine, parameters, name + ".second", width, outputs);
  }

  /** {@code n} rows of inputs to as many of outputs. */
  public void forward(float[] x, int n, float[] out) {
    hidden = Floats.fit(hidden, n * first.outputs());
    first.forward(x, 0, n, hidden, 0);
    engine.rows().relu(hidden, n * first.outputs());
    second.forward(hidden, 0, n, out, 0);
  }

  /**
   * The way back of the last forward pass.
   *
   * @param dx receives the gradient of the inputs; null when nobody needs it
   */
  public void backward(float[] x, float[] g, int n, float[] dx) {
    hiddenGradient = Floats.fit(hiddenGradient, n * first.outputs());
    second.backward(hidden, 0, g, 0, n, hiddenGradient, 0);
    engine.rows().reluGradient(hidden, hiddenGradient, n * first.outputs());
    first.backward(x, 0, hiddenGradient, 0, n, dx, 0);
  }
}
