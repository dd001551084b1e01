/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.follow;

/**
 * A learner some of whose parameters may be replaced by their average over learners of the same
 * settings and seed: those began alike, so that parameters of the same place mean the same.
 */
public interface Shareable {
  /** A copy of the parameters, in an order that depends on their number alone. */
  float[] parameters();

  /**
   * Takes over parameters in the place of its own.
   *
   * @throws IllegalArgumentException when they are not as many, or one is not finite; nothing has
   *     changed then
   */
  void parameters(float[] values);

  /**
   * @throws IllegalArgumentException when there are not as many, or one is not finite
   */
  static void check(float[] values, int count) {
    if (values.length != count) {
      throw new IllegalArgumentException(
          "%d parameters for a learner of %d: average learners of one shape"
              .formatted(values.length, count));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "a parameter is " + value + ": average finite parameters only");
      }
    }
  }
}
