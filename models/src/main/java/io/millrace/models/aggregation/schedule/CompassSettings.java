/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.schedule;

/**
 * Settings of {@link Compass}.
 *
 * @param fewestSteps at least 1
 * @param mostSteps at least fewestSteps
 * @param slack the latest time of a group over its expected time, at least 1; 1.5 in releases
 * @param speedRate how much of a new speed is taken over, above 0 and at most 1; 0.9 in releases
 */
public record CompassSettings(int fewestSteps, int mostSteps, double slack, double speedRate) {
  /** As released: 20 to 100 steps. */
  public static final CompassSettings STANDARD = new CompassSettings(20, 100, 1.5, 0.9);

  /** Checks the ranges. */
  public CompassSettings {
    if (fewestSteps < 1 || mostSteps < fewestSteps) {
      throw new IllegalArgumentException(
          "steps from " + fewestSteps + " to " + mostSteps + ": must be at least 1 and not fall");
    }
    if (!(slack >= 1) || !(speedRate > 0 && speedRate <= 1)) {
      throw new IllegalArgumentException(
          "slack is "
              + slack
              + " and speedRate is "
              + speedRate
              + ", must be at least 1, and above 0 and at most 1");
    }
  }
}
