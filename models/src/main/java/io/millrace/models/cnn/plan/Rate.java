/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

/**
 * Rows per input sample as a reduced fraction {@code up / down}; down / up is the cumulative
 * stride.
 */
public record Rate(int up, int down) {
  static final Rate ONE = new Rate(1, 1);

  public Rate {
    int divisor = gcd(up, down);
    up /= divisor;
    down /= divisor;
  }

  Rate slower(int factor) {
    return new Rate(up, Math.multiplyExact(down, factor));
  }

  Rate faster(int factor) {
    return new Rate(Math.multiplyExact(up, factor), down);
  }

  /** Whether so many samples are a whole number of rows. */
  boolean divides(int samples) {
    return samples % down == 0;
  }

  /** Rows that so many samples make, rounded down. */
  int rows(int samples) {
    return Math.toIntExact((long) samples * up / down);
  }

  static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  static int lcm(int a, int b) {
    return Math.multiplyExact(a / gcd(a, b), b);
  }
}
