/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.jobs.cluster.job.Resumption;
import java.time.Duration;

/**
 * When the supervisor looks for jobs that should run and do not. Times are in nanoseconds, as
 * {@link System#nanoTime()} tells them.
 */
final class Recovery {
  private static final Duration RHYTHM = Duration.ofSeconds(1);

  /** Of the pause between two looks that failed: it grows to 16 s. */
  private static final int DOUBLINGS = 4;

  /** What a look came to. */
  enum Outcome {
    /** All jobs run that should. */
    COMPLETE,
    /** Task managers are not there yet, or the job manager does not answer. */
    NO_ROOM,
    /** A process changes a job; what becomes of it is not known yet. */
    CHANGING,
    /** A job could not be started. */
    FAILED;

    static Outcome of(Resumption resumption) {
      if (resumption.changing()) {
        return CHANGING;
      }
      return resumption.failures().isEmpty() ? COMPLETE : FAILED;
    }
  }

  private boolean underWay;
  private int failures;
  private long due;

  Recovery(long now) {
    due = now;
  }

  /** Jobs were lost: they are looked for at once, and until all run again. */
  void begin(long now) {
    underWay = true;
    failures = 0;
    due = now;
  }

  /** Whether jobs were lost that may not run again yet. */
  boolean isUnderWay() {
    return underWay;
  }

  boolean isDue(long now) {
    return now - due >= 0;
  }

  /** Takes note of a look. What fails is tried again after ever longer pauses. */
  void looked(Outcome outcome, long now) {
    underWay = outcome != Outcome.COMPLETE;
    failures = outcome == Outcome.FAILED ? failures + 1 : 0;
    due = now + pause(outcome).toNanos();
  }

  private Duration pause(Outcome outcome) {
    return switch (outcome) {
      case COMPLETE, CHANGING -> RHYTHM;
      case NO_ROOM -> Duration.ZERO;
      case FAILED -> RHYTHM.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    };
  }
}
