/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs streams through a {@link StreamingCnn} in tests. */
final class Streaming {
  private Streaming() {}

  /** A prediction as it came out. */
  record Output(long windowEnd, boolean warming, float[] values) {}

  /** A random signal, (channels, samples) row-major. */
  static float[] signal(int channels, int samples, long seed) {
    Random random = new Random(seed);
    float[] signal = new float[channels * samples];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) random.nextGaussian();
    }
    return signal;
  }

  /** Samples [from, from + count) of each channel. */
  static float[] window(float[] signal, int channels, int from, int count) {
    int samples = signal.length / channels;
    float[] window = new float[channels * count];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(signal, c * samples + from, window, c * count, count);
    }
    return window;
  }

  /** All predictions for one stream. */
  static List<Output> run(StreamingCnn model, float[] signal) {
    return runBatch(model, List.of(signal)).get(0);
  }

  /** All predictions for streams of equal length that are stepped together. */
  static List<List<Output>> runBatch(StreamingCnn model, List<float[]> signals) {
    Timeline timeline = model.timeline();
    int channels = model.channels();
    int batch = signals.size();
    int samples = signals.get(0).length / channels;
    CnnState[] states = new CnnState[batch];
    List<List<Output>> outputs = new ArrayList<>();
    for (int b = 0; b < batch; b++) {
      states[b] = model.newState();
      outputs.add(new ArrayList<>());
    }
    try (StreamingCnn.Session session = model.session()) {
      for (long chunk = 1; timeline.position(chunk) <= samples; chunk++) {
        float[][] chunks = new float[batch][];
        float[][] results = new float[batch][model.outputSize()];
        for (int b = 0; b < batch; b++) {
          chunks[b] = chunk(signals.get(b), channels, timeline, chunk);
        }
        session.advance(states, chunks, batch);
        session.predict(states, results, batch);
        for (int b = 0; b < batch; b++) {
          for (int k = 0; k < timeline.emissions(chunk); k++) {
            outputs
                .get(b)
                .add(new Output(timeline.windowEnd(chunk, k), timeline.warming(chunk), results[b]));
          }
        }
      }
    }
    return outputs;
  }

  private static float[] chunk(float[] signal, int channels, Timeline timeline, long chunk) {
    int granule = timeline.granule();
    int samples = signal.length / channels;
    float[] rows = new float[granule * channels];
    long end = timeline.position(chunk);
    for (int t = 0; t < granule; t++) {
      int sample = (int) (end - granule + t);
      for (int c = 0; c < channels; c++) {
        rows[t * channels + c] = sample < 0 ? 7777 : signal[c * samples + sample];
      }
    }
    return rows;
  }
}
