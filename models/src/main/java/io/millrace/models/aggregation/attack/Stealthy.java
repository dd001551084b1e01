/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.attack;

/**
 * Min-Max and Min-Sum (Shejwalkar and Houmansadr, "Manipulating the Byzantine", 2021, section 4):
 * the mean less the largest multiple of the spread that stays as near to the honest updates as they
 * are to each other.
 */
final class Stealthy implements Attack {
  private static final int HALVINGS = 40;

  /** What must not exceed the honest updates'. */
  enum Bound {
    /** The largest distance. */
    LARGEST,
    /** The sum of squared distances to all. */
    SUM
  }

  private final Bound bound;

  Stealthy(Bound bound) {
    this.bound = bound;
  }

  @Override
  public void craft(Scene scene, float[][] malicious) {
    Moments moments = new Moments(scene.honest());
    double most = 0;
    for (float[] vector : scene.honest()) {
      most = Math.max(most, cost(vector, scene.honest()));
    }
    double low = 0;
    double high = 50;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      moments.along(-middle, moments.deviation, malicious);
      if (cost(malicious[0], scene.honest()) <= most) {
        low = middle;
      } else {
        high = middle;
      }
    }
    moments.along(-low, moments.deviation, malicious);
  }

  double cost(float[] vector, float[][] honest) {
    double largest = 0;
    double sum = 0;
    for (float[] other : honest) {
      double square = Moments.squaredDistance(vector, other);
      largest = Math.max(largest, square);
      sum += square;
    }
    return bound == Bound.LARGEST ? largest : sum;
  }
}
