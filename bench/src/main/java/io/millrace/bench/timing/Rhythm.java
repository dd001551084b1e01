/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.timing;

import java.time.Duration;

/**
 * How long contestants are measured.
 *
 * @param warmUp at least so long does each of them run before anything counts, in turns
 * @param slice what a contestant's turn in a round lasts at least; one call may last longer
 * @param budget no round begins later than so long after the first, once there are {@code
 *     leastRounds}
 * @param leastRounds rounds that are measured whatever they cost
 * @param mostRounds rounds after which the measurement ends
 */
public record Rhythm(
    Duration warmUp, Duration slice, Duration budget, int leastRounds, int mostRounds) {
  public Rhythm {
    if (slice.isZero() || slice.isNegative()) {
      throw new IllegalArgumentException("slice is " + slice + ": give a positive duration");
    }
    if (leastRounds < 1 || mostRounds < leastRounds) {
      throw new IllegalArgumentException(
          "rounds from "
              + leastRounds
              + " to "
              + mostRounds
              + ": give at least one, and not more at least than at most");
    }
  }
}
