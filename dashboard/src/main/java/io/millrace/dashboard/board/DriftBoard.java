/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Recent;
import io.millrace.dashboard.ring.Ring;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labelled streams, how well they are predicted, and where they drifted. Thread-safe. */
public final class DriftBoard implements Progress {
  private static final int STREAMS = 64;
  private static final int ALARMS = 40;

  private final Recent<String, DriftStream> streams = new Recent<>(STREAMS, DriftStream::new);
  private final Ring<DriftStream.Alarm> alarms = new Ring<>(ALARMS);
  private final Latency latency = new Latency();
  private long unmatched;
  private long newestMillis;

  /**
   * All streams.
   *
   * @param unmatched labels that nothing was learned from
   * @param alarms of all streams, the newest first
   */
  record Snapshot(
      long forgotten,
      long unmatched,
      List<DriftStream.Alarm> alarms,
      List<DriftStream.Summary> streams) {}

  /** Takes a prediction. */
  public synchronized void prediction(DriftPrediction prediction, long nowMillis) {
    long emitted = prediction.getEmittedAt().toEpochMilli();
    newestMillis = Math.max(newestMillis, emitted);
    latency.add(prediction.getEventTime().toEpochMilli(), emitted, nowMillis);
  }

  /** Takes a report. */
  public synchronized void report(DriftReport report) {
    newestMillis = Math.max(newestMillis, report.getEmittedAt().toEpochMilli());
    streams.touch(report.getStreamId()).report(report).forEach(alarms::add);
  }

  /** Counts a label that nothing was learned from. */
  public synchronized void unmatchedLabel() {
    unmatched++;
  }

  /** All streams. */
  public synchronized Object snapshot() {
    return new Snapshot(
        streams.forgotten(),
        unmatched,
        alarms.newestFirst(),
        streams.values().stream()
            .map(DriftStream::summary)
            .sorted(Comparator.comparing(DriftStream.Summary::id, new NaturalOrder()))
            .toList());
  }

  /** A stream with its history. */
  public synchronized Optional<Object> detail(String stream) {
    return streams.find(stream).map(DriftStream::detail);
  }

  /** Some stream, to begin with. */
  public synchronized Optional<String> first() {
    return streams.entries().stream().map(Map.Entry::getKey).min(new NaturalOrder());
  }

  @Override
  public synchronized long newestMillis() {
    return newestMillis;
  }

  @Override
  public long[] latency(long nowMillis) {
    return latency.recent(nowMillis);
  }
}
