/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.rule.Aggregator;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.ShardEvent.Close;
import io.millrace.models.aggregation.trigger.Standing;
import io.millrace.state.aggregation.CohortState;
import io.millrace.state.aggregation.CohortState.Complete;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts complete updates into rounds in their turn, and ends rounds when their trigger fires. */
final class RoundDesk {
  /** Timers that a timeout of workers is worth. */
  private static final long TIMERS = 100;

  private final AggregationSettings settings;
  private final AggregationSettings.Rounds rounds;
  private final Turns turns;
  private final Admission admission;
  private final GroupSchedule schedule;
  private final CohortSink sink;
  private final boolean gram;
  private final boolean onePerWorker;
  private final int leastUpdates;

  RoundDesk(
      AggregationSettings settings,
      Turns turns,
      Admission admission,
      GroupSchedule schedule,
      CohortSink sink) {
    this.settings = settings;
    this.turns = turns;
    this.admission = admission;
    this.schedule = schedule;
    this.sink = sink;
    rounds = settings.rounds();
    Aggregator aggregator = settings.strategy().aggregator();
    gram = aggregator instanceof RobustRule robust && !robust.mixings().isEmpty();
    onePerWorker =
        rounds.onePerWorker() || !(aggregator instanceof LinearRule) || admission.keepsLatest();
    int needed = aggregator instanceof RobustRule robust ? robust.leastUpdates() : 1;
    leastUpdates = Math.max(Math.max(1, rounds.leastUpdates()), needed);
  }

  /** Admits what can be admitted, and ends rounds as long as any has to end. */
  void advance(CohortState state, String key, long now, long watermark) {
    do {
      admitWaiting(state, now, watermark);
    } while (close(state, key, now, watermark) || goOn(state, now, watermark));
  }

  private void admitWaiting(CohortState state, long now, long watermark) {
    List<Complete> waiting = turns.waiting(state);
    if (waiting.isEmpty()) {
      return;
    }
    Standing standing = standing(state, now, watermark);
    for (Complete update : waiting) {
      if (isFree(state, update) && turns.enters(state, update, standing)) {
        take(state, update, now);
      }
    }
  }

  /** A round that lacks something when its time is over goes on with the next update. */
  private boolean goOn(CohortState state, long now, long watermark) {
    for (Complete update : turns.waiting(state)) {
      if (isFree(state, update)) {
        return turns.follows(state, update, watermark) && take(state, update, now);
      }
    }
    return false;
  }

  private boolean isFree(CohortState state, Complete update) {
    return !onePerWorker || !state.participates(update.header().id().worker());
  }

  private boolean take(CohortState state, Complete update, long now) {
    if (!admission.decide(state, update, now)) {
      return false;
    }
    state.waiting().remove(update.header().id());
    return true;
  }

  private Standing standing(CohortState state, long now, long watermark) {
    long silentSince = now - rounds.liveMillis();
    long eldest = state.fleet().eldestAfter(silentSince);
    return new Standing(
        state.participants().size(),
        state.participating(),
        state.fleet().seenAfter(silentSince),
        state.openedMillis(),
        state.lastEventMillis(),
        now,
        watermark,
        eldest == Long.MAX_VALUE ? eldest : inStep(eldest + rounds.liveMillis()));
  }

  /** A little later, so that one timer serves all workers that fall silent at about that time. */
  private long inStep(long millis) {
    long grain = rounds.liveMillis() / TIMERS + 1;
    return Math.floorDiv(millis + grain - 1, grain) * grain;
  }

  private boolean close(CohortState state, String key, long now, long watermark) {
    if (state.participants().size() < leastUpdates) {
      return false;
    }
    if (!settings.trigger().fires(standing(state, now, watermark))
        && !schedule.groupReady(state, now)) {
      return false;
    }
    Round round = admission.round(state);
    for (int s = 0; s < settings.shards().count(state.shape()); s++) {
      sink.order(new Close(key, s, round));
    }
    List<Participant> participants = new ArrayList<>(state.participants());
    participants.sort(Comparator.comparing(Participant::update));
    sink.summary(
        new RoundSummary(
            key,
            state.version() + 1,
            state.version(),
            state.shape(),
            gram,
            state.openedMillis(),
            now,
            state.fleet().members(),
            participants,
            state.refusals(),
            state.duplicates()));
    state.beginRound();
    schedule.assign(state, key, participants, now);
    return true;
  }

  long dueMillis(CohortState state, long now, long watermark) {
    Standing standing = standing(state, now, watermark);
    if (state.participants().isEmpty()) {
      return turns.dueMillis(state, standing);
    }
    return Math.min(settings.trigger().dueMillis(standing), schedule.dueMillis(state));
  }

  long dueWatermark(CohortState state, long now, long watermark) {
    long due = turns.dueWatermark(state, watermark);
    if (state.participants().isEmpty()) {
      return due;
    }
    long end = settings.trigger().dueWatermark(standing(state, now, watermark));
    return end > watermark ? Math.min(due, end) : due;
  }
}
