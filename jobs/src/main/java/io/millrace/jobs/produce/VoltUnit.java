/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import java.util.Map;

/** Units of electric signals, and how they turn into each other. */
public final class VoltUnit {
  private static final Map<String, Double> VOLTS =
      Map.of("V", 1.0, "mV", 1e-3, "uV", 1e-6, "\u00b5V", 1e-6, "\u03bcV", 1e-6, "nV", 1e-9);

  private VoltUnit() {}

  /**
   * The factor that turns values of one unit into another's.
   *
   * @param to empty where the reader does not care
   * @throws IllegalArgumentException when they are of different kinds
   */
  public static float factor(String from, String to) {
    if (from.equals(to) || to.isEmpty()) {
      return 1;
    }
    Double numerator = VOLTS.get(from);
    Double denominator = VOLTS.get(to);
    if (numerator == null || denominator == null) {
      throw new IllegalArgumentException(
          "samples are in '" + from + "', the model wants '" + to + "': convert them before");
    }
    return (float) (numerator / denominator);
  }
}
