/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.schedule.Compass;
import io.millrace.models.aggregation.schedule.CompassSettings;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.WorkerTask;
import io.millrace.state.aggregation.CohortState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells workers how much to do, so that those of a group come back together; or nothing at all. */
final class GroupSchedule {
  private final boolean scheduled;
  private final CohortSink sink;

  /**
   * @param scheduled whether workers are told
   */
  GroupSchedule(boolean scheduled, CohortSink sink) {
    this.scheduled = scheduled;
    this.sink = sink;
  }

  /** Notes how long a worker took. */
  void returned(CohortState state, Contribution contribution) {
    if (scheduled) {
      Compass compass = compass(state);
      compass.returned(contribution.worker(), contribution.steps(), contribution.millis());
      state.compass(compass.state());
    }
  }

  /** Whether a group is complete, or its time is over. */
  boolean groupReady(CohortState state, long now) {
    if (!scheduled) {
      return false;
    }
    Compass compass = compass(state);
    return !compass.due(now).isEmpty()
        || state.compass().groups().keySet().stream().anyMatch(compass::complete);
  }

  /** Ends the groups that are ready, and gives those who took part their next task. */
  void assign(CohortState state, String key, List<Participant> done, long now) {
    if (!scheduled) {
      return;
    }
    Compass compass = compass(state);
    Set<Long> closed = new HashSet<>(compass.due(now));
    state.compass().groups().keySet().stream().filter(compass::complete).forEach(closed::add);
    closed.forEach(compass::close);
    for (Participant participant : done) {
      sink.task(
          new WorkerTask(key, state.version(), compass.assign(participant.update().worker(), now)));
    }
    state.compass(compass.state());
  }

  /** When the time of the first group is over, {@link Long#MAX_VALUE} for none. */
  long dueMillis(CohortState state) {
    return state.compass().groups().values().stream()
        .mapToLong(Compass.Group::latestMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static Compass compass(CohortState state) {
    return new Compass(CompassSettings.STANDARD, state.compass());
  }
}
