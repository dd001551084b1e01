/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.signal.Frame;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps frames that wait in order of sequence and disjoint, so that they never outgrow the span.
 */
final class EarlyFrames {
  private EarlyFrames() {}

  /**
   * Inserts what the waiting frames do not have yet.
   *
   * @return how many samples were new
   */
  static int insert(List<Frame> waiting, Frame frame) {
    long at = frame.sequence();
    int fresh = 0;
    for (int i = 0; i <= waiting.size() && at < frame.end(); i++) {
      long end = i == waiting.size() ? frame.end() : Math.min(frame.end(), begin(waiting, i));
      if (end > at) {
        waiting.add(i, slice(frame, at, end));
        fresh += Math.toIntExact(end - at);
        at = end;
      } else {
        at = Math.max(at, waiting.get(i).end());
      }
    }
    return fresh;
  }

  private static long begin(List<Frame> waiting, int i) {
    return waiting.get(i).sequence();
  }

  private static Frame slice(Frame frame, long from, long to) {
    if (from == frame.sequence() && to == frame.end()) {
      return frame;
    }
    int skipped = Math.toIntExact(from - frame.sequence());
    int kept = Math.toIntExact(to - from);
    long millis = frame.timeMillis() + Math.round(skipped * 1000.0 / frame.samplingRate());
    float[] samples =
        Arrays.copyOfRange(
            frame.samples(), skipped * frame.channels(), (skipped + kept) * frame.channels());
    return new Frame(
        frame.streamId(),
        from,
        millis,
        frame.samplingRate(),
        frame.channels(),
        samples,
        frame.origin());
  }
}
