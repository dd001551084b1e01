/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dashboard.ring.Recent;
import io.millrace.dashboard.ring.Ring;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Streams of signals, their waveforms, what the model says of them, and alarms. Thread-safe. */
public final class SignalBoard implements Progress {
  private static final int STREAMS = 400;
  private static final int ALARMS = 60;
  private static final int LABELS = 64;
  private static final int WATCHED = 64;

  private final ModelCards cards;
  private final Recent<String, SignalStream> streams = new Recent<>(STREAMS, SignalStream::new);
  private final Recent<String, long[]> labels = new Recent<>(LABELS, label -> new long[1]);
  private final Ring<Alarm> alarms = new Ring<>(ALARMS);
  private final Latency latency = new Latency();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private String model;
  private long predictions;
  private long alarmCount;
  private long late;
  private long newestMillis;

  public SignalBoard(ModelCards cards) {
    this.cards = cards;
  }

  /** A prediction that calls for attention. */
  record Alarm(String stream, String label, long time) {}

  /** How often a class was predicted. */
  record LabelCount(String label, long count, boolean alarm) {}

  /**
   * All streams.
   *
   * @param model that spoke last, null before
   * @param card what is known of it, null where nothing is
   * @param known streams that are remembered; others had to go
   * @param alarms the newest first
   * @param labels how often each was predicted, the most frequent first
   */
  record Snapshot(
      String model,
      ModelCard card,
      int known,
      long forgotten,
      long predictions,
      long warming,
      long alarmCount,
      long late,
      List<LabelCount> labels,
      List<Alarm> alarms,
      List<SignalStream.Summary> streams) {}

  /** Takes a frame as it went in. */
  public synchronized void frame(SignalFrame frame) {
    streams.touch(frame.getStreamId()).frame(frame);
  }

  /** Takes a prediction. */
  public synchronized void prediction(SignalPrediction prediction, long nowMillis) {
    predictions++;
    model = prediction.getModelVersion();
    String label = prediction.getLabel();
    boolean alarm = label != null && isAlarm(label) && !prediction.getWarming();
    streams.touch(prediction.getStreamId()).prediction(prediction, alarm);
    if (label != null) {
      labels.touch(label)[0]++;
    }
    long time = prediction.getWindowEndTime().toEpochMilli();
    if (alarm) {
      alarmCount++;
      alarms.add(new Alarm(prediction.getStreamId(), label, time));
    }
    long emitted = prediction.getEmittedAt().toEpochMilli();
    newestMillis = Math.max(newestMillis, emitted);
    latency.add(time, emitted, nowMillis);
  }

  private boolean isAlarm(String label) {
    return cards.card(model).map(card -> card.alarmLabels().contains(label)).orElse(false);
  }

  /** Counts a frame that came too late. */
  public synchronized void lateFrame() {
    late++;
  }

  /** All streams, and of all of them what happened last. */
  public synchronized Object snapshot() {
    List<SignalStream.Summary> all =
        streams.values().stream()
            .map(SignalStream::summary)
            .sorted(Comparator.comparing(SignalStream.Summary::id, new NaturalOrder()))
            .toList();
    return new Snapshot(
        model,
        card().orElse(null),
        all.size(),
        streams.forgotten(),
        predictions,
        all.stream().filter(SignalStream.Summary::warming).count(),
        alarmCount,
        late,
        labels.entries().stream()
            .map(
                entry ->
                    new LabelCount(entry.getKey(), entry.getValue()[0], isAlarm(entry.getKey())))
            .sorted(Comparator.comparingLong(LabelCount::count).reversed())
            .toList(),
        alarms.newestFirst(),
        all);
  }

  private Optional<ModelCard> card() {
    return model == null ? Optional.empty() : cards.card(model);
  }

  /** The waveform of a stream with what was said of it. */
  public synchronized Optional<Object> detail(String stream) {
    return streams.find(stream).map(found -> found.detail(card().orElse(null)));
  }

  /** Some stream, to begin with: one of those with an alarm, if any. */
  public synchronized Optional<String> first() {
    if (alarms.newest() != null) {
      return Optional.of(alarms.newest().stream());
    }
    return streams.entries().stream().findFirst().map(java.util.Map.Entry::getKey);
  }

  /** From now on all frames of a stream are wanted, however many others there are. */
  public void watch(Set<String> wanted) {
    watched.retainAll(wanted);
    wanted.stream().limit(WATCHED).forEach(watched::add);
  }

  /** Whether somebody looks at the stream of a record with this key. */
  public boolean isWatched(byte[] key) {
    return !watched.isEmpty() && watched.contains(new String(key, UTF_8));
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
