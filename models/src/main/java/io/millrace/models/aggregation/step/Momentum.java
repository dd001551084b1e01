/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.step;

import io.millrace.models.aggregation.rule.ServerStep;

/**
 * Momentum of the server. Plain: {@code m = b·m + d; x += rate·m}, FedAvgM (Hsu, Qi and Brown,
 * "Measuring the effects of non-identical data distribution", 2019, section 4.3). Nesterov: {@code
 * x += rate·(d + b·m)} with the new m, the outer optimiser of DiLoCo (Douillard et al. 2023,
 * algorithm 1; rate 0.7, momentum 0.9 in OpenDiLoCo).
 */
public record Momentum(double rate, double momentum, boolean nesterov) implements ServerStep {
  /** Checks rate and momentum. */
  public Momentum {
    Rates.positive("server-rate", rate);
    Rates.decay("momentum", momentum);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void apply(float[][] state, long round, float[] parameters, float[] direction) {
    float[] m = state[0];
    for (int i = 0; i < parameters.length; i++) {
      m[i] = (float) (momentum * m[i] + direction[i]);
      double move = nesterov ? direction[i] + momentum * m[i] : m[i];
      parameters[i] = (float) (parameters[i] + rate * move);
    }
  }
}
