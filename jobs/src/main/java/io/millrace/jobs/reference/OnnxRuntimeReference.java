/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.reference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Evaluates a network on full windows with onnxruntime, one thread, sequentially: the peer in
 * measurements and the truth in checks. One thread only.
 */
public final class OnnxRuntimeReference implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;
  private final String input;
  private final long[] shape;
  private final int channels;
  private final int window;
  private FloatBuffer buffer = FloatBuffer.allocate(0);

  private OnnxRuntimeReference(
      OrtSession session, String input, long[] shape, int channels, int window) {
    this.session = session;
    this.input = input;
    this.shape = shape;
    this.channels = channels;
    this.window = window;
  }

  /**
   * Loads a model.
   *
   * @param model the bytes of the ONNX file
   * @param channels of the input
   * @param window samples of the input, for models that leave it open
   * @throws ReferenceException when onnxruntime refuses the model, or its input has another size
   */
  public static OnnxRuntimeReference open(byte[] model, int channels, int window) {
    OrtSession session = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      session = ENVIRONMENT.createSession(model, options);
      NodeInfo node = session.getInputInfo().values().iterator().next();
      long[] shape = fill(((TensorInfo) node.getInfo()).getShape(), channels, window);
      return new OnnxRuntimeReference(session, node.getName(), shape, channels, window);
    } catch (OrtException | ReferenceException e) {
      closeQuietly(session);
      throw new ReferenceException("onnxruntime does not load the model: " + e.getMessage(), e);
    }
  }

  /** The input's shape for a batch of one, open axes filled in. */
  private static long[] fill(long[] declared, int channels, int window) {
    long[] shape = declared.clone();
    int last = shape.length - 1;
    if (last < 1) {
      throw new ReferenceException(
          "its input has the shape " + Arrays.toString(declared) + ", no batch of windows", null);
    }
    if (shape[last] < 0) {
      shape[last] = window;
    }
    long size = 1;
    for (int axis = 1; axis <= last; axis++) {
      if (shape[axis] < 0) {
        shape[axis] = axis == 1 ? channels : 1;
      }
      size *= shape[axis];
    }
    if (size != (long) channels * window) {
      throw new ReferenceException(
          "its input has the shape "
              + Arrays.toString(declared)
              + ", not "
              + channels
              + " channels of "
              + window
              + " samples",
          null);
    }
    return shape;
  }

  /** The largest batch that one call may have: 1 where the model fixes it. */
  public boolean batchIsOpen() {
    return shape[0] < 0;
  }

  /**
   * Evaluates windows.
   *
   * @param windows one after the other, each channels-first: (batch, channels, window)
   * @param batch how many there are
   * @return per window, its flattened outputs
   */
  public float[][] run(float[] windows, int batch) {
    int size = channels * window;
    if (windows.length < (long) batch * size) {
      throw new IllegalArgumentException(
          "batch of " + batch + " needs " + (long) batch * size + " floats, got " + windows.length);
    }
    int call = batchIsOpen() ? batch : Math.toIntExact(shape[0]);
    if (batch % call != 0) {
      throw new IllegalArgumentException(
          "the model fixes its batch to " + call + ", which does not divide " + batch);
    }
    float[][] outputs = new float[batch][];
    for (int from = 0; from < batch; from += call) {
      run(windows, from, call, outputs);
    }
    return outputs;
  }

  private void run(float[] windows, int from, int count, float[][] outputs) {
    int size = channels * window;
    if (buffer.capacity() < count * size) {
      buffer =
          ByteBuffer.allocateDirect(count * size * Float.BYTES)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    buffer.clear().put(windows, from * size, count * size).flip();
    long[] batchShape = shape.clone();
    batchShape[0] = count;
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, buffer, batchShape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      int width = values.remaining() / count;
      for (int i = 0; i < count; i++) {
        outputs[from + i] = new float[width];
        values.get(outputs[from + i]);
      }
    } catch (OrtException e) {
      throw new ReferenceException("onnxruntime does not run the model: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closeQuietly(session);
  }

  private static void closeQuietly(OrtSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new ReferenceException("onnxruntime does not let go of the model", e);
      }
    }
  }
}
