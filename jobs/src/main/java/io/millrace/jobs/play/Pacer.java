/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Keeps whoever plays something from running ahead of time. Time begins when it is made. */
public final class Pacer {
  /** As fast as the brokers take it. */
  public static final double UNPACED = Double.POSITIVE_INFINITY;

  private static final long SHORTEST_SLEEP_NANOS = 200_000;
  private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long begin = System.nanoTime();
  private final double speed;

  /**
   * @param speed seconds of what is played per second: 1 is real time, {@link #UNPACED} no limit
   */
  public Pacer(double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed is " + speed + ": give a number above 0");
    }
    this.speed = speed;
  }

  /**
   * Waits until something is due.
   *
   * @param seconds of what is played, from its beginning
   * @param running ends the waiting when it no longer holds
   */
  public void await(double seconds, BooleanSupplier running) {
    if (speed == UNPACED) {
      return;
    }
    long due = begin + (long) (seconds / speed * 1e9);
    long left = due - System.nanoTime();
    while (left > SHORTEST_SLEEP_NANOS && running.getAsBoolean()) {
      LockSupport.parkNanos(Math.min(left, LONGEST_SLEEP_NANOS));
      left = due - System.nanoTime();
    }
  }
}
