/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import io.millrace.bench.load.Timeline;
import java.time.Duration;

/** A load that rises to eight times its least and falls again, several times, in steps. */
final class Tide implements Timeline {
  /** How often it rises and falls. */
  static final int TIDES = 4;

  /** Times the rate, in steps of equal length. */
  private static final double[] STEPS = {0.5, 1, 2, 4, 2, 1};

  private final double perSecond;
  private final double length;

  /**
   * @param perSecond the rate that is raised and lowered, above 0
   */
  Tide(double perSecond, Duration length) {
    this.perSecond = perSecond;
    this.length = length.toMillis() / 1e3;
  }

  /** Which tide it is at a time, 0 to {@link #TIDES} - 1. */
  static int number(double seconds, Duration length) {
    return (int) Math.min(TIDES - 1, seconds * 1e3 * TIDES / length.toMillis());
  }

  /** Which of its equal steps a tide is in, from 0. */
  static int step(double seconds, Duration length) {
    double tides = seconds * 1e3 * TIDES / length.toMillis();
    return (int) Math.min(STEPS.length - 1, (tides - number(seconds, length)) * STEPS.length);
  }

  private double step() {
    return length / TIDES / STEPS.length;
  }

  @Override
  public long events() {
    return (long) Math.floor(TIDES * eventsOfTide());
  }

  private double eventsOfTide() {
    double all = 0;
    for (double factor : STEPS) {
      all += factor * perSecond * step();
    }
    return all;
  }

  @Override
  public double due(long event) {
    double whole = Math.floor(event / eventsOfTide());
    double left = event - whole * eventsOfTide();
    double time = whole * length / TIDES;
    for (double factor : STEPS) {
      double rate = factor * perSecond;
      if (left <= rate * step()) {
        return time + left / rate;
      }
      left -= rate * step();
      time += step();
    }
    return time;
  }
}
