/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

/**
 * Lets so many records of a topic through per second and counts the others. A bucket of tokens: a
 * topic that rests saves up for two seconds, as results become visible in bursts, with each
 * checkpoint. Not thread-safe.
 */
final class Sampler {
  private static final double SAVED_SECONDS = 2;

  private final double perSecond;
  private final double most;
  private double tokens;
  private long lastNanos;

  /**
   * @param perSecond above 0
   */
  Sampler(double perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.most = Math.max(1, perSecond * SAVED_SECONDS);
    this.tokens = most;
    this.lastNanos = nowNanos;
  }

  /** Whether the next record is to be shown. */
  boolean take(long nowNanos) {
    tokens = Math.min(most, tokens + (nowNanos - lastNanos) / 1e9 * perSecond);
    lastNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
