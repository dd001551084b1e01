/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

/** What can be learnt at all, and voted on. */
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

  /**
   * @throws IllegalArgumentException when an instance has another number of values
   */
  public static void checkWidth(double[] x, int attributes) {
    if (x.length != attributes) {
      throw new IllegalArgumentException(
          "an instance of "
              + x.length
              + " values; this learner was made for "
              + attributes
              + " attributes: send such instances to a learner of their own");
    }
  }
}
