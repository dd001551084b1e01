/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import java.util.Arrays;

/** {@code y = x W + b}. */
public final class Linear {
  private final Engine engine;
  private final Parameters parameters;
  private final int inputs;
  private final int outputs;
  private final int weights;
  private final int bias;

  /**
   * @param name of the slices {@code name.weight} (inputs, outputs) and {@code name.bias}
   */
  public Linear(Engine engine, Parameters parameters, String name, int inputs, int outputs) {
    this.engine = engine;
    this.parameters = parameters;
    this.inputs = inputs;
    this.outputs = outputs;
    weights = parameters.glorot(name + ".weight", inputs, outputs).at();
    bias = parameters.zeros(name + ".bias", 1, outputs).at();
  }

  public int inputs() {
    return inputs;
  }

  public int outputs() {
    return outputs;
  }

  /** From {@code n} rows of inputs, which begin at {@code xAt}, to as many rows of outputs. */
  public void forward(float[] x, int xAt, int n, float[] out, int outAt) {
    engine.product(x, xAt, parameters.values(), weights, out, outAt, n, inputs, outputs);
    engine.addBias(parameters.values(), bias, out, outAt, n, outputs);
  }

  /**
   * As {@link #forward}, where inputs and outputs are planes of {@code n} floats: all rows' first
   * float, then all rows' second one. For few inputs and outputs, of which a row fills no vector.
   */
  public void forwardPlanes(float[] x, int xAt, int n, float[] out, int outAt) {
    float[] values = parameters.values();
    for (int o = 0; o < outputs; o++) {
      int to = outAt + o * n;
      Arrays.fill(out, to, to + n, values[bias + o]);
      for (int i = 0; i < inputs; i++) {
        engine.rows().addScaled(values[weights + i * outputs + o], x, xAt + i * n, out, to, n);
      }
    }
  }

  /** As {@link #backward}, in planes. */
  public void backwardPlanes(float[] x, int xAt, float[] g, int gAt, int n, float[] dx, int dxAt) {
    float[] gradients = parameters.gradients();
    RowKernels rows = engine.rows();
    for (int o = 0; o < outputs; o++) {
      int from = gAt + o * n;
      gradients[bias + o] += rows.sum(g, from, n);
      for (int i = 0; i < inputs; i++) {
        gradients[weights + i * outputs + o] += rows.dot(x, xAt + i * n, g, from, n);
      }
    }
    for (int i = 0; dx != null && i < inputs; i++) {
      int to = dxAt + i * n;
      Arrays.fill(dx, to, to + n, 0);
      for (int o = 0; o < outputs; o++) {
        float weight = parameters.values()[weights + i * outputs + o];
        rows.addScaled(weight, g, gAt + o * n, dx, to, n);
      }
    }
  }

  /**
   * Adds the gradients of weights and bias.
   *
   * @param x the inputs of the forward pass
   * @param g gradient of the outputs
   * @param dx receives the gradient of the inputs from {@code dxAt} on; null when nobody needs it
   */
  public void backward(float[] x, int xAt, float[] g, int gAt, int n, float[] dx, int dxAt) {
    float[] gradients = parameters.gradients();
    engine.weightGradient(x, xAt, g, gAt, n, inputs, outputs, gradients, weights);
    engine.biasGradient(g, gAt, n, outputs, gradients, bias);
    if (dx != null) {
      engine.inputGradient(g, gAt, parameters.values(), weights, dx, dxAt, n, inputs, outputs);
    }
  }
}
