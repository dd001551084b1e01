/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;

/** What onnxruntime makes of a model. */
final class Reference {
  private Reference() {}

  /**
   * The first output for an input of the network's size, in the shape that the model declares.
   *
   * @param window fills a dynamic time axis
   */
  static float[] run(byte[] model, float[] input, int window) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = environment.createSession(model, options)) {
        String name = session.getInputNames().iterator().next();
        TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
        long[] shape = info.getShape().clone();
        for (int i = 0; i < shape.length; i++) {
          shape[i] = shape[i] >= 0 ? shape[i] : i == 0 ? 1 : window;
        }
        shape[0] = 1;
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape);
            OrtSession.Result result = session.run(Map.of(name, tensor))) {
          return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
        }
      }
    }
  }

  static float[] noise(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
