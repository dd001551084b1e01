/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;

/** Whether two evaluations of a model are the same but for rounding. */
final class Agreement {
  private static final double TOLERANCE = 1e-4;

  private Agreement() {}

  /** Imports the model and compares it with onnxruntime on noise. */
  static void compare(byte[] model) throws Exception {
    Network network = OnnxImporter.read(model, Limits.standard());
    float[] noise = Reference.noise(network.channels() * network.window(), 3);
    assertClose(
        NaiveInterpreter.output(network, noise), Reference.run(model, noise, network.window()));
  }

  /** Within 1e-4 of the expected values' range. */
  static void assertClose(float[] actual, float[] expected) {
    assertClose(actual, expected, TOLERANCE);
  }

  /**
   * @param tolerance as a part of the expected values' range, zero included
   */
  static void assertClose(float[] actual, float[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    double low = 0;
    double high = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      low = Math.min(low, expected[i]);
      high = Math.max(high, expected[i]);
      double difference = Math.abs(actual[i] - (double) expected[i]);
      // A NaN must stay the worst.
      worst = difference <= worst ? worst : difference;
    }
    assertThat(worst).isLessThanOrEqualTo(tolerance * Math.max(high - low, 1e-3));
  }
}
