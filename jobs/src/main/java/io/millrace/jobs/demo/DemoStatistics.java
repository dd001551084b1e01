/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.schemas.SignalPrediction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Counts what goes in and comes out. Safe for one thread that produces and one that follows. */
final class DemoStatistics {
  private static final long LARGEST_MILLIS = 3_600_000;
  private static final int DIGITS = 3;
  private static final int ALARMS_SHOWN = 5;

  private final Schedule schedule;
  private final Set<String> alarmLabels;
  private final LongAdder events = new LongAdder();

  private final Histogram emitted = new Histogram(LARGEST_MILLIS, DIGITS);
  private final Histogram visible = new Histogram(LARGEST_MILLIS, DIGITS);
  private final Histogram recent = new Histogram(LARGEST_MILLIS, DIGITS);
  private final Set<String> streams = new HashSet<>();
  private final Map<String, Long> labels = new TreeMap<>();
  private final Deque<Alarm> lastAlarms = new ArrayDeque<>();
  private long predictions;
  private long alarms;
  private long deadLetters;
  private long late;

  /** When the frame that completes a window is due, in milliseconds since the epoch. */
  @FunctionalInterface
  interface Schedule {
    long dueMillis(SignalPrediction prediction);
  }

  /** A prediction that calls for attention. */
  record Alarm(String streamId, String label, long timeMillis) {}

  /**
   * A look at all figures.
   *
   * @param recentP50 median latency since the last look
   * @param lastAlarms the newest first
   */
  record Glance(
      long events,
      long predictions,
      long deadLetters,
      long late,
      long alarms,
      int streams,
      double recentP50,
      double recentP99,
      List<Alarm> lastAlarms) {}

  DemoStatistics(Schedule schedule, Set<String> alarmLabels) {
    this.schedule = schedule;
    this.alarmLabels = alarmLabels;
  }

  void eventSent() {
    events.increment();
  }

  synchronized void deadLetter() {
    deadLetters++;
  }

  synchronized void lateFrame() {
    late++;
  }

  synchronized void prediction(SignalPrediction prediction, long nowMillis) {
    predictions++;
    streams.add(prediction.getStreamId());
    long due = schedule.dueMillis(prediction);
    long latency = clamp(prediction.getEmittedAt().toEpochMilli() - due);
    emitted.recordValue(latency);
    recent.recordValue(latency);
    visible.recordValue(clamp(nowMillis - due));
    String label = prediction.getLabel();
    if (label != null) {
      labels.merge(label, 1L, Long::sum);
      if (alarmLabels.contains(label)) {
        alarms++;
        lastAlarms.addFirst(
            new Alarm(
                prediction.getStreamId(), label, prediction.getWindowEndTime().toEpochMilli()));
        if (lastAlarms.size() > ALARMS_SHOWN) {
          lastAlarms.removeLast();
        }
      }
    }
  }

  private static long clamp(long millis) {
    return Math.max(0, Math.min(LARGEST_MILLIS, millis));
  }

  synchronized long predictions() {
    return predictions;
  }

  /** The figures now; the recent latencies begin anew. */
  synchronized Glance glance() {
    Glance glance =
        new Glance(
            events.sum(),
            predictions,
            deadLetters,
            late,
            alarms,
            streams.size(),
            recent.getValueAtPercentile(50),
            recent.getValueAtPercentile(99),
            new ArrayList<>(lastAlarms));
    recent.reset();
    return glance;
  }

  synchronized Latencies emitted() {
    return Latencies.of(emitted);
  }

  synchronized Latencies visible() {
    return Latencies.of(visible);
  }

  synchronized Map<String, Long> labels() {
    return new TreeMap<>(labels);
  }
}
