/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

/**
 * Random numbers whose whole state is one number, so that it can be stored (SplitMix64: Steele,
 * Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
 */
public final class Chance {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  public Chance(long seed) {
    this.state = seed;
  }

  public long state() {
    return state;
  }

  public void restore(long newState) {
    state = newState;
  }

  public long next() {
    state += GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** Uniform in 0 to bound - 1. */
  public int nextInt(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** A seed for something that belongs to this one and bears that number. */
  public static long seed(long parent, long number) {
    return mix(mix(parent + GAMMA) ^ (number * GAMMA + GAMMA));
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
