/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.linear;

/**
 * How much an update counts that was trained on an old version (Xie, Koyejo and Gupta,
 * "Asynchronous federated optimization", 2019, section 5.2). One for fresh updates, never more.
 */
public sealed interface Staleness {
  /**
   * The factor.
   *
   * @param age versions published since, at least 0
   */
  double factor(long age);

  /** Old updates count like fresh ones. */
  record Constant() implements Staleness {
    @Override
    public double factor(long age) {
      return 1;
    }
  }

  /** {@code (1 + age)^-exponent}. */
  record Polynomial(double exponent) implements Staleness {
    /** Checks that age never makes an update heavier. */
    public Polynomial {
      require(exponent >= 0 && Double.isFinite(exponent), "exponent", exponent);
    }

    @Override
    public double factor(long age) {
      // StrictMath: pow of the platform may differ in its last bit between processors.
      return StrictMath.pow(1.0 + age, -exponent);
    }
  }

  /** One up to a bound, then {@code 1 / (slope · (age - bound) + 1)}. */
  record Hinge(double slope, long bound) implements Staleness {
    /** Checks that age never makes an update heavier. */
    public Hinge {
      require(slope >= 0 && Double.isFinite(slope), "slope", slope);
      require(bound >= 0, "bound", (double) bound);
    }

    @Override
    public double factor(long age) {
      return age <= bound ? 1 : 1 / (slope * (age - bound) + 1);
    }
  }

  private static void require(boolean holds, String name, double value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "staleness: " + name + " is " + value + ", must be finite and >= 0");
    }
  }
}
