/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A network on full windows in libtorch, one operator call per layer. One thread only, the one that
 * made it: autograd is switched off per thread.
 */
public final class LibtorchNetwork implements AutoCloseable {
  private final Network network;
  private final BatchLayout layout;
  private final NDManager weights;
  private final NDArray[] constants;
  private final List<Step> steps = new ArrayList<>();
  private ByteBuffer buffer = direct(0);

  private record Step(int[] inputs, int output, TorchOp op) {}

  private LibtorchNetwork(Network network) {
    this.network = network;
    this.layout = new BatchLayout(network);
    this.weights = NDManager.newBaseManager("PyTorch");
    this.constants = new NDArray[network.values().size()];
  }

  /**
   * Lays the weights out in libtorch.
   *
   * @throws UnsupportedOperationException naming a layer that has no single libtorch operator
   */
  public static LibtorchNetwork of(Network network) {
    LibtorchNetwork made = new LibtorchNetwork(network);
    try {
      JniUtils.setGradMode(false);
      made.build();
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
    return made;
  }

  private void build() {
    for (Value value : network.values()) {
      if (value.isConstant()) {
        constants[value.id()] = weights.create(value.constant(), new Shape(longs(value.shape())));
      }
    }
    TorchOps ops = new TorchOps(network, layout, weights);
    for (Layer layer : network.layers()) {
      int[] inputs = layer.inputs().stream().mapToInt(Integer::intValue).toArray();
      steps.add(new Step(inputs, layer.output(), ops.translate(layer)));
    }
  }

  /**
   * Evaluates windows.
   *
   * @param windows one after the other, each channels-first: (batch, channels, window)
   * @param batch how many there are
   * @return per window, its flattened outputs
   */
  public float[][] run(float[] windows, int batch) {
    int floats = batch * network.channels() * network.window();
    if (windows.length < floats) {
      throw new IllegalArgumentException(
          "batch of " + batch + " needs " + floats + " floats, got " + windows.length);
    }
    if (buffer.capacity() < floats * Float.BYTES) {
      buffer = direct(floats);
    }
    // libtorch reads the buffer in place: it is free again when the call is over.
    FloatBuffer view = buffer.asFloatBuffer();
    view.put(windows, 0, floats).flip();
    try (NDManager call = weights.newSubManager()) {
      NDArray[] values = constants.clone();
      values[network.input()] =
          call.create(view, layout.shape(network.input(), batch), DataType.FLOAT32);
      for (Step step : steps) {
        NDArray[] inputs = new NDArray[step.inputs().length];
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] = values[step.inputs()[i]];
        }
        NDArray result = step.op().apply(inputs, batch);
        if (result.getManager() != call) {
          result.attach(call);
        }
        values[step.output()] = result;
      }
      return split(values[network.output()].toFloatArray(), batch);
    }
  }

  private static float[][] split(float[] flat, int batch) {
    int width = flat.length / batch;
    float[][] outputs = new float[batch][width];
    for (int b = 0; b < batch; b++) {
      System.arraycopy(flat, b * width, outputs[b], 0, width);
    }
    return outputs;
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private static long[] longs(int[] shape) {
    long[] longs = new long[shape.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = shape[i];
    }
    return longs;
  }

  @Override
  public void close() {
    weights.close();
  }
}
