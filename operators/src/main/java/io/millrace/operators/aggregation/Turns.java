/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.trigger.EventTimeCut;
import io.millrace.models.aggregation.trigger.Standing;
import io.millrace.models.aggregation.trigger.Trigger;
import io.millrace.state.aggregation.CohortState;
import io.millrace.state.aggregation.CohortState.Complete;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whose turn it is among complete updates. Where a trigger has windows or sessions, updates wait
 * until all that belong to earlier ones have come, so that the order of arrival cannot show.
 */
final class Turns {
  private final AggregationSettings.Rounds rounds;
  private final Trigger trigger;
  private final EventTimeCut cut;

  Turns(AggregationSettings settings) {
    rounds = settings.rounds();
    trigger = settings.trigger();
    cut = EventTimeCut.of(trigger);
  }

  /** Whether an update is refused because its window is over. */
  boolean tooLate(UpdateHeader header, long watermark) {
    return rounds.late() == Late.DROP
        && !header.initial()
        && cut.windowEnded(header.timeMillis(), watermark);
  }

  /** The event time at which an update counts that is complete now. */
  long of(UpdateHeader header, long watermark) {
    return cut.turn(header.timeMillis(), watermark);
  }

  /** Complete updates that no round has, in turn. */
  List<Complete> waiting(CohortState state) {
    if (state.waiting().isEmpty() || (rounds.awaitInitial() && !state.seeded())) {
      return List.of();
    }
    List<Complete> all = new ArrayList<>(state.waiting().values());
    if (!cut.none()) {
      all.sort(Comparator.comparingLong(Complete::turnMillis));
    }
    return all;
  }

  /** Whether an update may join the present round, or begin one. */
  boolean enters(CohortState state, Complete update, Standing standing) {
    if (cut.none()) {
      return true;
    }
    if (!state.participants().isEmpty()) {
      return cut.together(state.lastEventMillis(), update.turnMillis());
    }
    return cut.opens(update.turnMillis()) <= standing.watermark()
        || trigger.fires(begun(standing, update));
  }

  /** Whether an update may join a round that should be over before it. */
  boolean follows(CohortState state, Complete update, long watermark) {
    return !cut.none()
        && !state.participants().isEmpty()
        && cut.follows(state.lastEventMillis(), update.turnMillis(), watermark);
  }

  /** When a round begins that an update opens: no deadline waits for event time. */
  long begins(Complete update, long now) {
    return cut.none() ? now : update.sinceMillis();
  }

  /** The next processing time at which an update may begin a round by itself. */
  long dueMillis(CohortState state, Standing standing) {
    long due = Long.MAX_VALUE;
    for (Complete update : waiting(state)) {
      due = Math.min(due, trigger.dueMillis(begun(standing, update)));
    }
    return due;
  }

  /** The next watermark at which an update may enter a round. */
  long dueWatermark(CohortState state, long watermark) {
    long due = Long.MAX_VALUE;
    for (Complete update : cut.none() ? List.<Complete>of() : waiting(state)) {
      long opens = cut.opens(update.turnMillis());
      if (opens > watermark) {
        due = Math.min(due, opens);
      }
    }
    return due;
  }

  private static Standing begun(Standing standing, Complete update) {
    return standing.begun(update.sinceMillis(), update.turnMillis());
  }
}
