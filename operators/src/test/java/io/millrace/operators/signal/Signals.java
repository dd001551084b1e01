/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.cnn.Timeline;
import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.model.Migration;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.Normalisation;
import io.millrace.operators.model.ServedModel;
import io.millrace.state.cnn.MovingSum;
import java.time.Duration;
import java.util.List;

/** Made-up signals: whole numbers at 100 Hz, so that sums are exact. */
final class Signals {
  static final float RATE = 100;
  static final int CHANNELS = 2;
  static final Timeline TIMELINE = new Timeline(10, 4, 4, 1);

  private Signals() {}

  /** The value of a sample. */
  static float value(String stream, long sequence, int channel) {
    return Math.floorMod(stream.hashCode() * 31L + sequence * 7 + channel * 13L + sequence / 5, 97);
  }

  static Frame frame(String stream, long sequence, int length) {
    float[] samples = new float[length * CHANNELS];
    for (int i = 0; i < length; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        samples[i * CHANNELS + c] = value(stream, sequence + i, c);
      }
    }
    return frame(stream, sequence, samples);
  }

  static Frame frame(String stream, long sequence, float[] samples) {
    return new Frame(stream, sequence, 1000 + sequence * 10, RATE, CHANNELS, samples, Origin.NONE);
  }

  /** Factor times the sum over the window that ends before a sample. */
  static float[] windowSum(String stream, long end, int window, float factor) {
    float[] sums = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      for (long at = end - window; at < end; at++) {
        sums[c] += value(stream, at, c);
      }
      sums[c] *= factor;
    }
    return sums;
  }

  static ModelAnnouncement announcement(String version) {
    return new ModelAnnouncement("sums", version, "mem:" + version, "", 0, Migration.RESET);
  }

  /** The model whose version is its factor. */
  static ServedModel model(String version) {
    return new ServedModel(
        version,
        new MovingSum(TIMELINE, CHANNELS, Float.parseFloat(version)),
        Normalisation.none(CHANNELS),
        List.of("left", "right"),
        RATE);
  }

  static BundleBounds bundle(int records) {
    return new BundleBounds(records, Duration.ofMillis(20));
  }

  static StreamingCnnSettings settings() {
    return StreamingCnnSettings.of(announcement("1"), (wanted, place) -> model(wanted.version()));
  }
}
