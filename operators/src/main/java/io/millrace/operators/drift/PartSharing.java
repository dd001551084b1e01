/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.follow.Shareable;
import io.millrace.models.origin.Origin;
import io.millrace.state.drift.DriftState;

/**
 * What a part of a split stream tells the others of its parameters, after so many labels or once
 * per window of event time, and how it goes on from their average.
 */
final class PartSharing {
  private final int shareEvery;
  private final long shareMillis;
  private final String learner;
  private final DriftTally tally;
  private final DriftSink sink;

  /**
   * @param learner its name
   */
  PartSharing(Split split, String learner, DriftTally tally, DriftSink sink) {
    this.shareEvery = split.shareEvery();
    this.shareMillis = split.shareMillis();
    this.learner = learner;
    this.tally = tally;
    this.sink = sink;
  }

  /** Tells the parameters when enough labels were learned since they were told last. */
  void learned(DriftState state, long timeMillis) {
    if (shareEvery > 0 && unshared(state) >= shareEvery) {
      tellParameters(state, timeMillis);
    }
  }

  /** Tells what was learned in windows of event time before that of the given time. */
  void tellBefore(DriftState state, long millis) {
    if (shareMillis > 0 && unshared(state) > 0) {
      long window = Math.floorDiv(millis, shareMillis);
      if (window > window(state)) {
        state.adoption().toldWindow(window);
        tellParameters(state, state.positionMillis());
      }
    }
  }

  /** When the window ends whose labels are to be told, {@link Long#MAX_VALUE} for never. */
  long dueMillis(DriftState state) {
    return shareMillis > 0 && state.part() != DriftState.UNSPLIT && unshared(state) > 0
        ? (window(state) + 1) * shareMillis - 1
        : Long.MAX_VALUE;
  }

  /**
   * Goes on from a merged version, between two events. One that does not fit is refused once.
   *
   * @param version null where there is none yet
   */
  void follow(DriftState state, ParameterVersion version) {
    if (version == null
        || state.learner() == null
        || state.part() == DriftState.UNSPLIT
        || !state.adoption().news(version.number())) {
      return;
    }
    boolean taken =
        takeOver(
            state,
            new SharedParameters(
                state.streamId(),
                state.part(),
                Math.max(0, state.positionMillis()),
                0,
                version.values(),
                Origin.NONE));
    tally.adopted += taken ? 1 : 0;
    state.adoption().met(version.number(), taken);
  }

  /**
   * Takes over averaged parameters, between two events.
   *
   * @param state null where nothing has come of the part yet
   * @return whether the state changed
   */
  boolean takeOver(DriftState state, SharedParameters parameters) {
    String why;
    if (state == null || state.learner() == null) {
      why = "nothing has come of it yet: average it with the others once it has begun";
    } else if (state.learner() instanceof Shareable shareable) {
      try {
        shareable.parameters(parameters.values());
        return true;
      } catch (IllegalArgumentException e) {
        why = e.getMessage();
      }
    } else {
      why = "a " + learner + " has no parameters to share: send it none";
    }
    String place = "stream '" + parameters.streamId() + "' part " + parameters.part() + ": ";
    sink.rejected(parameters, EventFault.PARAMETERS, place + why);
    return false;
  }

  /** The last window that what is not told belongs to. */
  private long window(DriftState state) {
    return Math.max(
        state.adoption().toldWindow(), Math.floorDiv(state.positionMillis(), shareMillis));
  }

  private static long unshared(DriftState state) {
    return state.learned() - state.adoption().toldAt();
  }

  private void tellParameters(DriftState state, long timeMillis) {
    if (state.part() != DriftState.UNSPLIT && state.learner() instanceof Shareable shareable) {
      sink.parameters(
          new SharedParameters(
              state.streamId(),
              state.part(),
              timeMillis,
              state.learned(),
              unshared(state),
              state.adoption().base(),
              shareable.parameters(),
              Origin.NONE));
      state.adoption().told(state.learned());
      tally.shared++;
    }
  }
}
