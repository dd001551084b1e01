/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;

/** Compares gradients with central differences. */
final class GradientCheck {
  private static final float STEP = 1e-2f;

  private GradientCheck() {}

  /** The gradient of {@code loss} by every value of an array, or by some of a long one. */
  static void check(
      String what, float[] values, float[] gradient, int length, DoubleSupplier loss) {
    int stride = Math.max(1, length / 97);
    double largest = 0;
    for (int i = 0; i < length; i += stride) {
      float value = values[i];
      values[i] = value + STEP;
      double up = loss.getAsDouble();
      values[i] = value - STEP;
      double down = loss.getAsDouble();
      values[i] = value;
      double expected = (up - down) / (2.0 * STEP);
      largest = Math.max(largest, Math.abs(expected));
      assertThat((double) gradient[i])
          .as("%s %d", what, i)
          .isCloseTo(expected, within(2e-3 + 0.02 * Math.abs(expected)));
    }
    assertThat(largest).as("%s: some gradient", what).isGreaterThan(1e-2);
  }

  /** As {@link #check}, slice after slice of all parameters. */
  static void parameters(Parameters parameters, DoubleSupplier loss) {
    float[] gradients = parameters.gradients().clone();
    for (Parameters.Slice slice : parameters.slices()) {
      int stride = Math.max(1, slice.length() / 41);
      for (int i = slice.at(); i < slice.at() + slice.length(); i += stride) {
        float value = parameters.values()[i];
        double expected =
            (at(parameters, i, value + STEP, loss) - at(parameters, i, value - STEP, loss))
                / (2.0 * STEP);
        at(parameters, i, value, loss);
        assertThat((double) gradients[i])
            .as("%s %d", slice.name(), i - slice.at())
            .isCloseTo(expected, within(3e-3 + 0.02 * Math.abs(expected)));
      }
    }
  }

  private static double at(Parameters parameters, int i, float value, DoubleSupplier loss) {
    parameters.values()[i] = value;
    parameters.changed();
    return loss.getAsDouble();
  }

  static float[] random(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A loss of which {@code coefficients} are the gradient. */
  static double weighted(float[] out, float[] coefficients, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) out[i] * coefficients[i];
    }
    return sum;
  }
}
