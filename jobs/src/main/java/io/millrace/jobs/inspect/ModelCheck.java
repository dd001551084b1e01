/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.inspect;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.jobs.reference.OnnxRuntimeReference;
import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import java.util.Arrays;

/**
 * Streams test signals hop by hop and evaluates onnxruntime on every full window: how far the
 * outputs lie apart and how long each takes. One thread each, in turns, so that a busy machine
 * slows both.
 */
final class ModelCheck {
  /** Rounds of timing; each lasts some milliseconds. */
  private static final int ROUNDS = 25;

  private static final long ROUND_NANOS = 4_000_000;
  private static final long WARM_UP_NANOS = 2_000_000_000L;
  private static final long LONGEST_WARM_UP_NANOS = 10_000_000_000L;
  private static final int WARM_UP_RUNS = 12_000;

  private final StreamingCnn model;
  private final OnnxRuntimeReference reference;
  private final Timeline timeline;
  private final int channels;
  private final int batch;
  private final int hops;
  private final int samples;
  private final float[][] signals;

  private double largestDifference;
  private double squares;
  private long compared;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  /**
   * What came out.
   *
   * @param windows windows compared
   * @param maxAbsDiff largest absolute difference of an output
   * @param outputRange largest minus smallest output on full windows
   * @param nrmsePct root mean square difference in percent of that range
   * @param usPerHop microseconds per stream and hop, head included; median
   * @param usFullWindowOnnxruntime microseconds per full window at the same batch size; median
   * @param speedup the second by the first
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Result(
      int windows,
      int batch,
      double maxAbsDiff,
      double outputRange,
      double nrmsePct,
      double usPerHop,
      double usFullWindowOnnxruntime,
      double speedup) {}

  private ModelCheck(StreamingCnn model, OnnxRuntimeReference reference, int hops, int batch) {
    this.model = model;
    this.reference = reference;
    this.timeline = model.timeline();
    this.channels = model.channels();
    this.batch = batch;
    this.hops = hops;
    this.samples =
        Math.addExact(
            timeline.window() + timeline.delay() + timeline.granule(),
            Math.multiplyExact(hops, timeline.hop()));
    this.signals = new float[batch][];
    for (int b = 0; b < batch; b++) {
      signals[b] =
          b % 2 == 0
              ? TestSignals.noise(channels, samples, b)
              : TestSignals.bandLimited(channels, samples, b);
    }
  }

  /**
   * Checks a model.
   *
   * @param hops windows per stream
   * @param batch streams that are stepped together, alternately noise and band-limited
   */
  static Result run(StreamingCnn model, OnnxRuntimeReference reference, int hops, int batch) {
    ModelCheck check = new ModelCheck(model, reference, hops, batch);
    check.compare();
    return check.time();
  }

  private void compare() {
    CnnState[] states = newStates();
    float[][] outputs = new float[batch][model.outputSize()];
    int windows = 0;
    try (StreamingCnn.Session session = model.session()) {
      for (long chunk = 1; windows < hops && timeline.position(chunk) <= samples; chunk++) {
        session.advance(states, chunks(chunk), batch);
        if (timeline.warming(chunk)) {
          continue;
        }
        session.predict(states, outputs, batch);
        for (int k = 0; k < timeline.emissions(chunk) && windows < hops; k++, windows++) {
          float[][] full = reference.run(windows(timeline.windowEnd(chunk, k)), batch);
          for (int b = 0; b < batch; b++) {
            compare(outputs[b], full[b]);
          }
        }
      }
    }
  }

  private void compare(float[] streamed, float[] full) {
    if (streamed.length != full.length) {
      throw new IllegalStateException(
          "a prediction has " + streamed.length + " values, onnxruntime gives " + full.length);
    }
    for (int i = 0; i < full.length; i++) {
      double difference = Math.abs((double) streamed[i] - full[i]);
      // A NaN must not pass for equality.
      largestDifference = difference <= largestDifference ? largestDifference : difference;
      squares += difference * difference;
      lowest = Math.min(lowest, full[i]);
      highest = Math.max(highest, full[i]);
      compared++;
    }
  }

  private Result time() {
    float[][] chunks = chunks(2);
    float[] windows = windows(timeline.window());
    CnnState[] states = newStates();
    float[][] outputs = new float[batch][model.outputSize()];
    double stepsPerHop = (double) timeline.hop() / timeline.granule();
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    try (StreamingCnn.Session session = model.session()) {
      Runnable advance = () -> session.advance(states, chunks, batch);
      Runnable predict = () -> session.predict(states, outputs, batch);
      Runnable full = () -> reference.run(windows, batch);
      warmUp(advance, predict);
      for (int round = 0; round < ROUNDS; round++) {
        ours[round] = (stepsPerHop * nanos(advance) + nanos(predict)) / batch / 1e3;
        theirs[round] = nanos(full) / batch / 1e3;
      }
    }
    double usPerHop = median(ours);
    double usFull = median(theirs);
    double range = highest - lowest;
    return new Result(
        (int) (compared / model.outputSize()),
        batch,
        largestDifference,
        range,
        100 * Math.sqrt(squares / compared) / range,
        usPerHop,
        usFull,
        usFull / usPerHop);
  }

  /**
   * Until the compiler has had its time: the vector kernels are slow before, by orders of
   * magnitude.
   */
  private static void warmUp(Runnable advance, Runnable predict) {
    long begin = System.nanoTime();
    int runs = 0;
    do {
      advance.run();
      predict.run();
      runs++;
    } while (System.nanoTime() - begin < WARM_UP_NANOS
        || (runs < WARM_UP_RUNS && System.nanoTime() - begin < LONGEST_WARM_UP_NANOS));
  }

  /** The mean time of one run over a round. */
  private static double nanos(Runnable work) {
    long begin = System.nanoTime();
    long runs = 0;
    long elapsed;
    do {
      work.run();
      runs++;
      elapsed = System.nanoTime() - begin;
    } while (elapsed < ROUND_NANOS);
    return (double) elapsed / runs;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private CnnState[] newStates() {
    CnnState[] states = new CnnState[batch];
    Arrays.setAll(states, b -> model.newState());
    return states;
  }

  /** The chunk of each stream, right-aligned where the stream has just begun. */
  private float[][] chunks(long chunk) {
    int granule = timeline.granule();
    int end = Math.toIntExact(timeline.position(chunk));
    int from = Math.max(0, end - granule);
    float[][] chunks = new float[batch][granule * channels];
    for (int b = 0; b < batch; b++) {
      System.arraycopy(
          signals[b],
          from * channels,
          chunks[b],
          (granule - (end - from)) * channels,
          (end - from) * channels);
    }
    return chunks;
  }

  /** The windows that end there, one after the other, channels-first. */
  private float[] windows(long windowEnd) {
    int window = timeline.window();
    int from = Math.toIntExact(windowEnd) - window;
    float[] windows = new float[batch * channels * window];
    int next = 0;
    for (int b = 0; b < batch; b++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int t = 0; t < window; t++) {
          windows[next++] = signals[b][(from + t) * channels + channel];
        }
      }
    }
    return windows;
  }
}
