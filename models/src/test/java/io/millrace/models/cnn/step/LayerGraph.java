/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A network for tests, put together from single ops. */
final class LayerGraph {
  private final Random random = new Random(11);
  private final List<Value> values = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();

  LayerGraph(int channels, int window) {
    value(new int[] {1, channels, window}, null);
  }

  private int value(int[] shape, float[] constant) {
    values.add(new Value(values.size(), "v" + values.size(), shape, constant));
    return values.size() - 1;
  }

  int constant(int... shape) {
    return value(shape, floats(Arrays.stream(shape).reduce(1, (a, b) -> a * b)));
  }

  int add(Op op, int[] shape, int... inputs) {
    int out = value(shape, null);
    List<Integer> operands = Arrays.stream(inputs).boxed().toList();
    layers.add(new Layer("n" + out, op.getClass().getSimpleName(), op, operands, out));
    return out;
  }

  /** A convolution of kernel one, so that what follows gets rows of channels. */
  int pointwise(int in) {
    int[] shape = values.get(in).shape();
    int c = shape[1];
    return add(new Op.Conv(floats(c * c), floats(c), c, c, 1, 1, 1, 1, 0, 0, 2), shape.clone(), in);
  }

  int unary(int in, Activation.Kind kind) {
    return add(new Op.Unary(new Activation(kind, 0.3f, 0.6f)), values.get(in).shape(), in);
  }

  int[] shape(int id) {
    return values.get(id).shape();
  }

  float[] floats(int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  Network network() {
    return new Network(values, layers, 0, layers.get(layers.size() - 1).output());
  }
}
