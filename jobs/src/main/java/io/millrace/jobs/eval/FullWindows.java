/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.reference.OnnxRuntimeReference;

/** Evaluates every window of a one-channel signal from its first sample on, with onnxruntime. */
final class FullWindows implements AutoCloseable {
  private static final int BATCH = 64;

  private final OnnxRuntimeReference reference;
  private final WindowGrid grid;
  private final ModelManifest.Channel channel;
  private final int batch;

  FullWindows(ModelBundle bundle, WindowGrid grid) {
    this.grid = grid;
    this.channel = bundle.manifest().input().channels().get(0);
    this.reference = OnnxRuntimeReference.open(bundle.onnx(), 1, grid.window());
    this.batch = reference.batchIsOpen() ? BATCH : 1;
  }

  /**
   * The outputs of every window of a signal.
   *
   * @param samples as they were recorded, not normalised
   */
  float[][] outputs(float[] samples) {
    float[] input = new float[samples.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = (samples[i] - channel.offset()) / channel.scale();
    }
    float[][] outputs = new float[grid.windows(samples.length)][];
    float[] windows = new float[batch * grid.window()];
    for (int from = 0; from < outputs.length; from += batch) {
      int count = Math.min(batch, outputs.length - from);
      for (int i = 0; i < count; i++) {
        System.arraycopy(input, (from + i) * grid.hop(), windows, i * grid.window(), grid.window());
      }
      System.arraycopy(reference.run(windows, count), 0, outputs, from, count);
    }
    return outputs;
  }

  @Override
  public void close() {
    reference.close();
  }
}
