/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.step;

import io.millrace.models.aggregation.rule.ServerStep;

/**
 * The outer step of CO2 (Sun et al., "CO2: efficient distributed training with full
 * communication-computation overlap", 2024): {@code m = b·m + d / penalty}, m clipped to [-clip,
 * clip], {@code x += rate·m}, the direction being one round late because averaging ran while
 * workers trained on. The penalty is a constant, 1 by default, as in the released code, since we
 * could not read the paper's formula of the staleness gap; clipping works here as published, where
 * the released code computes and then drops it.
 *
 * @param penalty at least 1
 */
public record Co2(double rate, double momentum, double clip, double penalty) implements ServerStep {
  /** Checks the numbers. */
  public Co2 {
    Rates.positive("server-rate", rate);
    Rates.decay("momentum", momentum);
    Rates.positive("clip", clip);
    if (!(penalty >= 1) || Double.isInfinite(penalty)) {
      throw new IllegalArgumentException("penalty is " + penalty + ", must be >= 1 and finite");
    }
  }

  /** The momentum, and the direction that waits for the next round. */
  @Override
  public int slots() {
    return 2;
  }

  @Override
  public void apply(float[][] state, long round, float[] parameters, float[] direction) {
    float[] m = state[0];
    float[] late = state[1];
    for (int i = 0; i < parameters.length; i++) {
      double next = momentum * m[i] + late[i] / penalty;
      late[i] = direction[i];
      m[i] = (float) Math.max(-clip, Math.min(clip, next));
      parameters[i] = (float) (parameters[i] + rate * m[i]);
    }
  }
}
