/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.plan.Frontier;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.cnn.plan.Track;
import java.util.HashMap;
import java.util.Map;

/** Where in a stream's history each track and each ring of segments lies. */
final class StateLayout {
  private final Map<Integer, Integer> tracks = new HashMap<>();
  private final Map<Integer, Integer> segments = new HashMap<>();
  private final int size;

  StateLayout(StreamingPlan plan) {
    int next = 0;
    for (Track track : plan.tracks()) {
      tracks.put(track.value(), next);
      next += track.stateFloats();
    }
    for (Frontier frontier : plan.frontiers()) {
      if (frontier instanceof Frontier.Segments s) {
        segments.put(s.value(), next);
        next += s.stateFloats();
      }
    }
    this.size = next;
  }

  int size() {
    return size;
  }

  int ofTrack(int value) {
    return tracks.get(value);
  }

  int ofSegments(int value) {
    return segments.get(value);
  }
}
