/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.produce.SyntheticSignal;
import java.util.ArrayList;
import java.util.List;

/** Frames of several patients in the order of their sending, the same whenever it is played. */
final class FrameScript {
  private static final int RATE = 360;

  private final int streams;
  private final int samples;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(String streamId, long sequence, long timeMillis, float[] samples) {}

  /**
   * Synthetic patients whose recording ends now.
   *
   * @param seed of the patients
   * @param frame samples per frame
   */
  FrameScript(int streams, int seconds, int frame, long seed) {
    this(streams, seconds, frame, seed, System.currentTimeMillis() - 1000L * seconds);
  }

  /**
   * As above, from another time on.
   *
   * @param start of the recording, in milliseconds
   */
  FrameScript(int streams, int seconds, int frame, long seed, long start) {
    this.streams = streams;
    this.samples = seconds * RATE;
    List<Signal> signals = SyntheticSignal.patients(streams, seed, samples);
    for (int at = 0; at < samples; at += frame) {
      for (Signal signal : signals) {
        entries.add(
            new Entry(signal.streamId(), at, start + 1000L * at / RATE, signal.read(frame)));
      }
    }
  }

  int size() {
    return entries.size();
  }

  /** Predictions of the shipped model over the whole script. */
  int predictions() {
    ModelManifest manifest = ModelBundle.read("builtin:ecg/1").manifest();
    return streams * ((samples - manifest.window()) / manifest.hop() + 1);
  }

  /** Sends a part of the script and waits until the broker has it. */
  void send(FrameTopic topic, int from, int to) {
    for (Entry entry : entries.subList(from, to)) {
      topic.send(entry.streamId(), entry.sequence(), entry.timeMillis(), RATE, 1, entry.samples());
    }
    topic.flush();
  }
}
