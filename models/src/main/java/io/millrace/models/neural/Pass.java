/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

/**
 * Working memory for one pass of a network over a batch: the rows that go in, the activations of
 * each layer, and the gradients on the way back. Made by {@link Mlp#pass}; outdated once the
 * network has grown.
 */
public final class Pass {
  final int inputs;
  final int rows;

  /** Index 0 holds the inputs, index l + 1 the outputs of layer l; rows are padded. */
  final float[][] values;

  final float[][] gradients;
  final float[] parts = new float[NeuralKernels.BLOCK];
  boolean dropped;
  private final int outputs;

  Pass(MlpShape shape, int rows) {
    inputs = shape.inputs();
    outputs = shape.outputs();
    this.rows = rows;
    values = new float[shape.layers() + 1][];
    gradients = new float[shape.layers() + 1][];
    values[0] = new float[rows * inputs];
    for (int layer = 0; layer < shape.layers(); layer++) {
      int stride = Dense.padded(shape.outputsOf(layer));
      values[layer + 1] = new float[rows * stride];
      gradients[layer + 1] = new float[rows * stride];
    }
  }

  /** Rows that fit. */
  public int capacity() {
    return rows;
  }

  /** The inputs, row after row, to be filled before the pass. */
  public float[] inputs() {
    return values[0];
  }

  /** Where row r of the inputs begins. */
  public int inputAt(int row) {
    return row * inputs;
  }

  /** The logits of the last forward pass, in rows of {@link #stride}. */
  public float[] logits() {
    return values[values.length - 1];
  }

  /** The gradient of the loss by the logits, to be filled before the way back. */
  public float[] logitGradient() {
    return gradients[gradients.length - 1];
  }

  /** Floats from one row of logits to the next; more than there are outputs. */
  public int stride() {
    return Dense.padded(outputs);
  }

  public int outputs() {
    return outputs;
  }
}
