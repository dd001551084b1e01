/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.CheckedConv;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A convolution with its weights in native memory. Rows go in through a direct buffer that the
 * thread keeps: PyTorch computes on it without a copy. A kernel of one is a dense layer over rows;
 * others see the rows transposed.
 */
final class DjlConv extends CheckedConv {
  private static final int SMALLEST_BUFFER = 1 << 12;

  // A direct buffer is dear to allocate; its class is the JDK's, so threads hold on to nothing
  // else.
  private static final ThreadLocal<ByteBuffer> BUFFERS = new ThreadLocal<>();

  private final NDManager manager;
  private final NDArray weight;
  private final NDArray bias;
  private final boolean dense;
  private final AtomicLong weights;
  private final AtomicLong bytes;
  private final Kernels java;

  /**
   * @param weights counts bytes in native memory
   */
  DjlConv(ConvSpec spec, NDManager parent, Kernels java, AtomicLong weights) {
    super(spec);
    this.java = java;
    manager = parent.newSubManager();
    dense = spec.kernel() == 1 && spec.groups() == 1 && spec.stride() == 1;
    int groupIn = spec.inChannels() / spec.groups();
    Shape shape =
        dense
            ? new Shape(spec.outChannels(), spec.inChannels())
            : new Shape(spec.outChannels(), groupIn, spec.kernel());
    weight = manager.create(spec.weight(), shape);
    bias = manager.create(spec.bias());
    this.weights = weights;
    bytes = new AtomicLong((long) Float.BYTES * (spec.weight().length + spec.bias().length));
    weights.addAndGet(bytes.get());
  }

  @Override
  protected void compute(
      float[] in,
      int inOffset,
      int inBatchStride,
      float[] out,
      int outOffset,
      int outBatchStride,
      int outRowStride,
      int batch,
      int rows) {
    // On by default in every thread but the one that loaded PyTorch.
    JniUtils.setGradMode(false);
    int inRows = spec.inputRows(rows);
    ByteBuffer buffer = copyIn(in, inOffset, inBatchStride, batch, inRows * spec.inChannels());
    try (NDManager call = manager.newSubManager()) {
      NDArray x =
          call.create(buffer, new Shape(batch, inRows, spec.inChannels()), DataType.FLOAT32);
      NDArray y = dense ? Linear.linear(x, weight, bias).head() : convolve(x);
      copyOut(y, out, outOffset, outBatchStride, outRowStride, batch, rows);
    }
    activate(out, outOffset, outBatchStride, outRowStride, batch, rows);
  }

  private NDArray convolve(NDArray x) {
    NDArray y =
        ai.djl.nn.convolutional.Conv1d.conv1d(
                x.transpose(0, 2, 1),
                weight,
                bias,
                new Shape(spec.stride()),
                new Shape(0),
                new Shape(spec.dilation()),
                spec.groups())
            .head();
    return y.transpose(0, 2, 1);
  }

  private static ByteBuffer copyIn(float[] in, int offset, int stride, int batch, int floats) {
    int bytes = Math.multiplyExact(Math.multiplyExact(batch, floats), Float.BYTES);
    ByteBuffer buffer = BUFFERS.get();
    if (buffer == null || buffer.capacity() < bytes) {
      int capacity = Math.max(SMALLEST_BUFFER, Math.max(bytes, Integer.highestOneBit(bytes) * 2));
      buffer = ByteBuffer.allocateDirect(Math.max(bytes, capacity)).order(ByteOrder.nativeOrder());
      BUFFERS.set(buffer);
    }
    buffer.clear().limit(bytes);
    FloatBuffer view = buffer.asFloatBuffer();
    if (stride == floats) {
      view.put(in, offset, batch * floats);
    } else {
      for (int b = 0; b < batch; b++) {
        view.put(in, offset + b * stride, floats);
      }
    }
    return buffer;
  }

  private void copyOut(
      NDArray y, float[] out, int offset, int batchStride, int rowStride, int batch, int rows) {
    FloatBuffer view = y.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    int channels = spec.outChannels();
    for (int b = 0; b < batch; b++) {
      int to = offset + b * batchStride;
      if (rowStride == channels) {
        view.get(out, to, rows * channels);
      } else {
        for (int t = 0; t < rows; t++) {
          view.get(out, to + t * rowStride, channels);
        }
      }
    }
  }

  private void activate(
      float[] out, int offset, int batchStride, int rowStride, int batch, int rows) {
    if (spec.activation().kind() == Activation.Kind.NONE) {
      return;
    }
    int channels = spec.outChannels();
    for (int b = 0; b < batch; b++) {
      int to = offset + b * batchStride;
      if (rowStride == channels) {
        java.activate(spec.activation(), out, to, rows * channels);
      } else {
        for (int t = 0; t < rows; t++) {
          java.activate(spec.activation(), out, to + t * rowStride, channels);
        }
      }
    }
  }

  @Override
  public void close() {
    manager.close();
    weights.addAndGet(-bytes.getAndSet(0));
  }
}
