/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.nrmse;

import io.millrace.bench.hop.BenchModel;
import io.millrace.bench.signal.Streams;
import io.millrace.jobs.reference.OnnxRuntimeReference;
import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import io.millrace.models.cnn.plan.PlanRequest;
import io.millrace.models.cnn.plan.Planner;
import io.millrace.models.cnn.step.StreamedNetwork;
import io.millrace.models.tensor.ComputePaths;

/** Streams one signal through one network and compares every window. */
final class NrmseRun {
  private final BenchModel model;
  private final PlanRequest request;

  NrmseRun(BenchModel model, PlanRequest request) {
    this.model = model;
    this.request = request;
  }

  /**
   * Compares all windows that lie within the signal.
   *
   * @param signal channels-last
   */
  Deviation run(float[] signal) {
    try (StreamingCnn cnn =
            StreamedNetwork.compile(Planner.plan(model.network(), request), ComputePaths.best());
        StreamingCnn.Session session = cnn.session();
        OnnxRuntimeReference reference =
            OnnxRuntimeReference.open(
                model.onnx(), model.network().channels(), model.network().window())) {
      return run(cnn, session, reference, signal);
    }
  }

  private static Deviation run(
      StreamingCnn cnn,
      StreamingCnn.Session session,
      OnnxRuntimeReference reference,
      float[] signal) {
    Timeline timeline = cnn.timeline();
    Deviation deviation = new Deviation(cnn.outputSize());
    Streams stream = new Streams(timeline, cnn.channels(), new float[][] {signal});
    CnnState[] state = {cnn.newState()};
    float[][] output = new float[1][cnn.outputSize()];
    int samples = signal.length / cnn.channels();
    for (long chunk = 1; timeline.position(chunk) <= samples; chunk++) {
      session.advance(state, stream.chunk(chunk), 1);
      if (timeline.warming(chunk)) {
        continue;
      }
      session.predict(state, output, 1);
      for (int k = 0; k < timeline.emissions(chunk); k++) {
        if (timeline.windowEnd(chunk, k) <= samples) {
          deviation.add(output[0], reference.run(stream.windows(chunk, k), 1)[0]);
        }
      }
    }
    return deviation;
  }
}
