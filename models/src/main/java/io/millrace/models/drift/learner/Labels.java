/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

/** What can be learnt at all. */
public final class Labels {
  /** Greatest label; more classes than that are a mistake. */
  public static final int MAX = 65_535;

  private Labels() {}

  /**
   * @throws IllegalArgumentException when the label is not in 0 to {@link #MAX}, or the weight is
   *     not a positive finite number
   */
  public static void check(int label, double weight) {
    if (label < 0 || label > MAX) {
      throw new IllegalArgumentException(
          "label " + label + ": labels are 0 to " + MAX + ", number the classes from 0");
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight " + weight + ": weights are positive and finite, leave the instance out instead");
    }
  }
}
