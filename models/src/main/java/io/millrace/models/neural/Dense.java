/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The weights of one dense layer and their Adam moments: a padded row of outputs per input, then
 * the biases.
 */
final class Dense {
  private static final byte VERSION = 1;
  private static final int HEADER = 1 + 2 * Integer.BYTES + Long.BYTES;

  final int inputs;
  final int outputs;
  final int stride;
  final float[] weights;
  final float[] first;
  final float[] second;
  final float[] gradient;
  private long steps;

  Dense(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    stride = padded(outputs);
    int floats = (inputs + 1) * stride;
    weights = new float[floats];
    first = new float[floats];
    second = new float[floats];
    gradient = new float[floats];
  }

  static int padded(int width) {
    return (width + NeuralKernels.BLOCK - 1) / NeuralKernels.BLOCK * NeuralKernels.BLOCK;
  }

  /** Uniform in +-sqrt(6 / (inputs + outputs)) (Glorot and Bengio, 2010); biases stay zero. */
  Dense xavier(long seed, int fromOutput) {
    double bound = Math.sqrt(6.0 / (inputs + outputs));
    for (int i = 0; i < inputs; i++) {
      for (int o = fromOutput; o < outputs; o++) {
        double uniform = Mix64.uniform(seed, (long) o << 32 | i);
        weights[i * stride + o] = (float) ((2 * uniform - 1) * bound);
      }
    }
    return this;
  }

  /** The same layer with more outputs, the new ones fresh. */
  Dense grown(int newOutputs, long seed) {
    Dense grown = new Dense(inputs, newOutputs).xavier(seed, outputs);
    grown.steps = steps;
    for (int i = 0; i <= inputs; i++) {
      System.arraycopy(weights, i * stride, grown.weights, i * grown.stride, outputs);
      System.arraycopy(first, i * stride, grown.first, i * grown.stride, outputs);
      System.arraycopy(second, i * stride, grown.second, i * grown.stride, outputs);
    }
    return grown;
  }

  /** A step of Adam along the gradient. */
  void step(NeuralKernels kernels, AdamSettings adam) {
    steps++;
    double correction1 = 1 - StrictMath.pow(adam.beta1(), (double) steps);
    double correction2 = 1 - StrictMath.pow(adam.beta2(), (double) steps);
    kernels.adam(
        weights,
        gradient,
        first,
        second,
        weights.length,
        adam.beta1(),
        adam.beta2(),
        (float) (adam.rate() / correction1),
        (float) Math.sqrt(correction2),
        adam.epsilon());
  }

  long heapBytes() {
    return 4L * Float.BYTES * weights.length + 100;
  }

  /** Version, inputs, outputs, steps, then weights and both moments without the padding. */
  byte[] bytes() {
    int size = HEADER + 3 * (inputs + 1) * outputs * Float.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(VERSION).putInt(inputs).putInt(outputs).putLong(steps);
    for (float[] floats : new float[][] {weights, first, second}) {
      for (int i = 0; i <= inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          out.putFloat(floats[i * stride + o]);
        }
      }
    }
    return out.array();
  }

  /**
   * The layer that was written so.
   *
   * @param inputs it must have
   */
  static Dense read(byte[] bytes, int length, int inputs) {
    if (length < HEADER || bytes[0] != VERSION) {
      throw new IllegalArgumentException(
          "a layer of %d bytes, version %s: this program reads version %d"
              .formatted(length, length > 0 ? bytes[0] : "none", VERSION));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    in.get();
    int storedInputs = in.getInt();
    int outputs = in.getInt();
    long expected = HEADER + 3 * (inputs + 1L) * outputs * Float.BYTES;
    if (storedInputs != inputs || outputs < 1 || length != expected) {
      throw new IllegalArgumentException(
          "a layer of %d x %d in %d bytes where one of %d inputs belongs: restore with the settings it was written with"
              .formatted(storedInputs, outputs, length, inputs));
    }
    Dense layer = new Dense(inputs, outputs);
    layer.steps = in.getLong();
    for (float[] floats : new float[][] {layer.weights, layer.first, layer.second}) {
      for (int i = 0; i <= inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          floats[i * layer.stride + o] = in.getFloat();
        }
      }
    }
    return layer;
  }
}
