/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.step;

import io.millrace.models.aggregation.rule.ServerStep;

/**
 * FedAdagrad, FedYogi and FedAdam (Reddi et al., "Adaptive federated optimization", 2021, algorithm
 * 2): {@code m = b1·m + (1 - b1)·d}, then a second moment v by kind, then {@code x += rate·m /
 * (sqrt(v) + tau)}. No bias correction, and v starts at tau², as there.
 *
 * @param kind Adagrad: v + d²; Yogi: v - (1 - b2)·d²·sign(v - d²); Adam: b2·v + (1 - b2)·d²
 * @param tau how adaptive the rates are: the smaller, the more
 */
public record Adaptive(Kind kind, double rate, double beta1, double beta2, double tau)
    implements ServerStep {
  /** Second moments. */
  public enum Kind {
    ADAGRAD,
    YOGI,
    ADAM
  }

  /** Checks the rates. */
  public Adaptive {
    Rates.positive("server-rate", rate);
    Rates.decay("beta1", beta1);
    Rates.decay("beta2", beta2);
    Rates.positive("tau", tau);
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public float initial(int slot) {
    return slot == 0 ? 0 : (float) (tau * tau);
  }

  @Override
  public void apply(float[][] state, long round, float[] parameters, float[] direction) {
    float[] m = state[0];
    float[] v = state[1];
    for (int i = 0; i < parameters.length; i++) {
      double d = direction[i];
      m[i] = (float) (beta1 * m[i] + (1 - beta1) * d);
      v[i] = (float) second(v[i], d * d);
      parameters[i] = (float) (parameters[i] + rate * m[i] / (Math.sqrt(v[i]) + tau));
    }
  }

  private double second(double v, double square) {
    return switch (kind) {
      case ADAGRAD -> v + square;
      case YOGI -> v - (1 - beta2) * square * Math.signum(v - square);
      case ADAM -> beta2 * v + (1 - beta2) * square;
    };
  }
}
