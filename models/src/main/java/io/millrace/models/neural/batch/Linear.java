/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

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
