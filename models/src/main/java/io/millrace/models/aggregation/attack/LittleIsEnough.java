/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.attack;

/**
 * A little is enough (Baruch, Baruch and Goldberg 2019): the mean less z standard deviations, z the
 * largest for which enough honest updates lie farther out: the normal quantile of {@code (n - f -
 * s) / (n - f)} with {@code s = n / 2 + 1 - f}, n all workers and f the malicious ones.
 */
final class LittleIsEnough implements Attack {
  @Override
  public void craft(Scene scene, float[][] malicious) {
    Moments moments = new Moments(scene.honest());
    double z = factor(scene.honest().length + malicious.length, malicious.length);
    moments.along(-z, moments.deviation, malicious);
  }

  static double factor(int workers, int byzantine) {
    int honest = workers - byzantine;
    int supporters = workers / 2 + 1 - byzantine;
    double share = (double) (honest - supporters) / honest;
    return quantile(Math.max(0.5, Math.min(0.999, share)));
  }

  /** By halving the interval: accurate, and never hot. */
  static double quantile(double probability) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (cumulative(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The normal distribution by its Taylor series around 0 (Marsaglia 2004). */
  private static double cumulative(double x) {
    double sum = x;
    double term = x;
    for (int i = 3; i < 400 && Math.abs(term) > 1e-18; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
