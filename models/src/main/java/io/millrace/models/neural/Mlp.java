/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import io.millrace.models.follow.Shareable;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.Piecewise;

/**
 * A small trainable network: dense layers, ReLU and dropout, trained by Adam. For one thread. State
 * is a piece per layer (weights and moments); a step changes them all, so train in batches where
 * checkpoints must stay small.
 */
public final class Mlp implements Piecewise, Shareable {
  private final NeuralKernels kernels;
  private final AdamSettings adam;
  private final long seed;
  private final Dropout dropout;
  private final Dense[] layers;
  private MlpShape shape;
  private boolean dirty = true;

  /**
   * @param seed of the first weights and of dropout
   */
  public Mlp(MlpShape shape, AdamSettings adam, long seed) {
    this(shape, adam, seed, NeuralPath.best());
  }

  Mlp(MlpShape shape, AdamSettings adam, long seed, NeuralKernels kernels) {
    this.shape = shape;
    this.adam = adam;
    this.seed = seed;
    this.kernels = kernels;
    dropout = new Dropout(shape.dropout(), Mix64.bits(seed, -1));
    layers = new Dense[shape.layers()];
    for (int layer = 0; layer < layers.length; layer++) {
      layers[layer] = new Dense(shape.inputsOf(layer), shape.outputsOf(layer));
      layers[layer].xavier(Mix64.bits(seed, layer), 0);
    }
  }

  public MlpShape shape() {
    return shape;
  }

  /** Working memory for batches of up to so many rows. */
  public Pass pass(int rows) {
    return new Pass(shape, rows);
  }

  /** Logits of the pass's first rows, nothing dropped. */
  public void forward(Pass pass, int rows) {
    forward(pass, rows, -1);
  }

  /**
   * Logits with dropout.
   *
   * @param draw 0 or more; equal numbers drop the same outputs
   */
  public void forwardInTraining(Pass pass, int rows, long draw) {
    forward(pass, rows, draw);
  }

  private void forward(Pass pass, int rows, long draw) {
    pass.dropped = draw >= 0 && shape.dropout() > 0;
    int xStride = shape.inputs();
    for (int l = 0; l < layers.length; l++) {
      Dense layer = layers[l];
      float[] x = pass.values[l];
      float[] out = pass.values[l + 1];
      for (int row = 0; row < rows; row++) {
        kernels.affine(
            x, row * xStride, layer.inputs, layer.weights, layer.stride, out, row * layer.stride);
      }
      if (l < layers.length - 1) {
        kernels.relu(out, 0, rows * layer.stride);
        if (l == 0 && pass.dropped) {
          dropout.apply(out, layer.stride, rows, draw);
        }
      }
      xStride = layer.stride;
    }
  }

  /**
   * Gradients of the weights from the pass's {@link Pass#logitGradient}, after a forward pass over
   * the same rows.
   */
  public void backward(Pass pass, int rows) {
    for (int l = layers.length - 1; l >= 0; l--) {
      Dense layer = layers[l];
      int xStride = l == 0 ? layer.inputs : layers[l - 1].stride;
      float[] x = pass.values[l];
      float[] g = pass.gradients[l + 1];
      kernels.weightGradient(x, xStride, layer.inputs, g, layer.stride, rows, layer.gradient);
      if (l > 0) {
        float[] dx = pass.gradients[l];
        for (int row = 0; row < rows; row++) {
          kernels.inputGradient(
              layer.weights,
              layer.inputs,
              layer.stride,
              g,
              row * layer.stride,
              dx,
              row * xStride,
              pass.parts);
        }
        // What was dropped is zero, so that its gradient goes with that of inactive outputs.
        kernels.reluGradient(x, dx, 0, rows * xStride);
        if (l == 1 && pass.dropped) {
          dropout.scale(dx, rows * xStride);
        }
      }
    }
  }

  /** One step of Adam along the gradients of the last way back. */
  public void step() {
    for (Dense layer : layers) {
      layer.step(kernels, adam);
    }
    dirty = true;
  }

  /** Adds outputs, with fresh weights; passes made before are of no more use. */
  public void grow(int outputs) {
    int last = layers.length - 1;
    if (outputs < layers[last].outputs) {
      throw new IllegalArgumentException(
          "%d outputs where there are %d: a network only grows"
              .formatted(outputs, layers[last].outputs));
    }
    layers[last] = layers[last].grown(outputs, Mix64.bits(seed, last));
    shape = shape.withOutputs(outputs);
    dirty = true;
  }

  /** Weights layer by layer: a row of outputs per input, then the biases. */
  @Override
  public float[] parameters() {
    float[] all = new float[parameterCount()];
    int at = 0;
    for (Dense layer : layers) {
      for (int i = 0; i <= layer.inputs; i++) {
        System.arraycopy(layer.weights, i * layer.stride, all, at, layer.outputs);
        at += layer.outputs;
      }
    }
    return all;
  }

  /** Takes over weights; Adam's moments stay. */
  @Override
  public void parameters(float[] values) {
    Shareable.check(values, parameterCount());
    int at = 0;
    for (Dense layer : layers) {
      for (int i = 0; i <= layer.inputs; i++) {
        System.arraycopy(values, at, layer.weights, i * layer.stride, layer.outputs);
        at += layer.outputs;
      }
    }
    dirty = true;
  }

  private int parameterCount() {
    int count = 0;
    for (Dense layer : layers) {
      count += (layer.inputs + 1) * layer.outputs;
    }
    return count;
  }

  /** Heap bytes of weights, moments and gradients. */
  public long heapBytes() {
    long bytes = 0;
    for (Dense layer : layers) {
      bytes += layer.heapBytes();
    }
    return bytes;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (dirty) {
      for (int l = 0; l < layers.length; l++) {
        byte[] bytes = layers[l].bytes();
        sink.put(l, bytes, bytes.length);
      }
      dirty = false;
    }
  }

  @Override
  public void restore(PieceSource source) {
    int[] restored = {0};
    source.forEach(
        (id, bytes, length) -> {
          if (id < 0 || id >= layers.length) {
            throw new IllegalArgumentException(
                "layer %d of a network of %d layers".formatted(id, layers.length));
          }
          int l = (int) id;
          Dense layer = Dense.read(bytes, length, shape.inputsOf(l));
          if (l < layers.length - 1 && layer.outputs != shape.outputsOf(l)) {
            throw new IllegalArgumentException(
                "layer %d has %d outputs, not %d: restore with the settings it was written with"
                    .formatted(l, layer.outputs, shape.outputsOf(l)));
          }
          layers[l] = layer;
          restored[0]++;
        });
    if (restored[0] != layers.length) {
      throw new IllegalArgumentException(
          "%d of %d layers found: the state is damaged".formatted(restored[0], layers.length));
    }
    shape = shape.withOutputs(layers[layers.length - 1].outputs);
    dirty = false;
  }

  Dense layer(int index) {
    return layers[index];
  }
}
