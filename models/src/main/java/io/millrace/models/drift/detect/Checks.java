/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

/** What detectors accept. */
final class Checks {
  private Checks() {}

  static void finite(double value) {
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "value " + value + ": a detector takes finite numbers, leave the value out");
    }
  }

  static boolean error(double value) {
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException(
          "value " + value + ": this detector takes errors, 1 for wrong and 0 for right");
    }
    return value == 1;
  }

  static void setting(boolean holds, String detector, String name, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          detector + ": " + name + " is " + value + ", must be " + range);
    }
  }
}
