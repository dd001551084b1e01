/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Ring;
import io.millrace.dashboard.ring.Waveform;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of one stream of signals. Not thread-safe. */
final class SignalStream {
  private static final int SECONDS = 12;
  private static final int MOST_SAMPLES = 8192;
  private static final int PREDICTIONS = 128;
  private static final int POINTS = 4400;

  private final String id;
  private final Ring<Said> said = new Ring<>(PREDICTIONS);
  private Waveform waveform;
  private float rate;
  private int channels;
  private long expected = -1;
  private long anchorSequence;
  private long anchorMillis;
  private long gaps;
  private long predictions;
  private long alarms;

  /** A prediction, as far as it is drawn. */
  record Said(long windowEnd, long millis, String label, boolean warming, boolean alarm) {}

  SignalStream(String id) {
    this.id = id;
  }

  void frame(SignalFrame frame) {
    float given = frame.getSamplingRate();
    // The job refuses such a frame; NaN is on neither side of any bound.
    if (frame.getChannels() < 1 || !(given > 0 && given < Float.POSITIVE_INFINITY)) {
      return;
    }
    if (waveform == null) {
      rate = given;
      waveform = new Waveform((int) Math.max(16, Math.min(MOST_SAMPLES, SECONDS * rate)));
    }
    channels = frame.getChannels();
    List<Float> samples = frame.getSamples();
    int count = samples.size() / channels;
    long first = frame.getSequence();
    if (expected >= 0 && first > expected) {
      gaps++;
    }
    expected = Math.max(expected, first + count);
    for (int i = 0; i < count; i++) {
      waveform.put(first + i, samples.get(i * channels));
    }
    anchorSequence = first;
    anchorMillis = frame.getEventTime().toEpochMilli();
  }

  void prediction(SignalPrediction prediction, boolean alarm) {
    predictions++;
    alarms += alarm ? 1 : 0;
    said.add(
        new Said(
            prediction.getWindowEnd(),
            prediction.getWindowEndTime().toEpochMilli(),
            prediction.getLabel(),
            prediction.getWarming(),
            alarm));
  }

  Summary summary() {
    Said last = said.newest();
    return new Summary(
        id,
        last == null ? null : last.label(),
        last != null && last.warming(),
        last != null && last.alarm(),
        last == null ? 0 : last.millis(),
        predictions,
        alarms,
        gaps);
  }

  /**
   * A stream in the list.
   *
   * @param label of the newest prediction, null without one
   * @param time of it, 0 without one
   */
  record Summary(
      String id,
      String label,
      boolean warming,
      boolean alarm,
      long time,
      long predictions,
      long alarms,
      long gaps) {}

  /**
   * The newest seconds of a stream.
   *
   * @param step samples from a value to the next
   * @param firstSequence number of the first value's sample
   * @param firstTime of it, in milliseconds since the epoch
   * @param values of the first channel; null where a sample is missing
   * @param marks what the model said
   */
  record Detail(
      Summary summary,
      float samplingRate,
      int channels,
      int step,
      long firstSequence,
      double firstTime,
      List<Double> values,
      List<Mark> marks) {}

  /**
   * What was said of a stretch of samples.
   *
   * @param from number of its first sample
   * @param to number of the sample behind its last
   */
  record Mark(long from, long to, String label, boolean warming, boolean alarm) {}

  Detail detail(ModelCard card) {
    if (waveform == null) {
      return new Detail(summary(), 0, 0, 1, 0, 0, List.of(), List.of());
    }
    float[] samples = waveform.last(Integer.MAX_VALUE);
    int step = Math.max(1, (samples.length + POINTS - 1) / POINTS);
    long first = waveform.end() - samples.length;
    // Values stay where they are while the window moves on.
    int skip = (int) Math.floorMod(-first, (long) step);
    List<Double> values = new ArrayList<>(samples.length / step + 1);
    for (int i = skip; i < samples.length; i += step) {
      values.add(Numbers.round(samples[i], 3));
    }
    double millis = anchorMillis + 1000.0 * (first + skip - anchorSequence) / rate;
    return new Detail(
        summary(), rate, channels, step, first + skip, millis, values, marks(card, first));
  }

  private List<Mark> marks(ModelCard card, long first) {
    List<Mark> marks = new ArrayList<>();
    List<Said> all = said.oldestFirst();
    for (int i = 0; i < all.size(); i++) {
      Said one = all.get(i);
      long hop = i == 0 ? 0 : one.windowEnd() - all.get(i - 1).windowEnd();
      long from = one.windowEnd() - (card == null ? Math.max(1, hop) : card.targetStart());
      long to = card == null ? one.windowEnd() : from + card.targetLength();
      if (to > first) {
        marks.add(new Mark(from, to, one.label(), one.warming(), one.alarm()));
      }
    }
    return marks;
  }
}
