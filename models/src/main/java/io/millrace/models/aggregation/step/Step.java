/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.step;

import io.millrace.models.aggregation.rule.ServerStep;

/** {@code x + rate · direction}; with rate one, plain averaging. */
public record Step(double rate) implements ServerStep {
  /** Checks the rate. */
  public Step {
    Rates.positive("server-rate", rate);
  }

  @Override
  public int slots() {
    return 0;
  }

  @Override
  public void apply(float[][] state, long round, float[] parameters, float[] direction) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (parameters[i] + rate * direction[i]);
    }
  }
}
