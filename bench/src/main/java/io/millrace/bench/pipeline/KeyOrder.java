/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Which stream the next event belongs to: every stream once per cycle, each cycle in another order,
 * so that neither caches nor prefetching see a pattern that real arrivals do not have.
 */
final class KeyOrder implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long SHIFT = 104_729;
  private static final int ORDERS = 16;

  private final int keys;
  private final long[] strides = new long[ORDERS];

  KeyOrder(int keys) {
    if (keys < 1) {
      throw new IllegalArgumentException("keys is " + keys + ": give one stream or more");
    }
    this.keys = keys;
    for (int i = 0; i < ORDERS; i++) {
      strides[i] = coprime(Math.max(1, Math.round(keys * (0.3 + 0.4 * i / ORDERS))));
    }
  }

  /** The next number from there on that visits every stream once when added again and again. */
  private long coprime(long from) {
    long candidate = from;
    while (!BigInteger.valueOf(candidate).gcd(BigInteger.valueOf(keys)).equals(BigInteger.ONE)) {
      candidate++;
    }
    return candidate;
  }

  int keys() {
    return keys;
  }

  /** A number that visits every stream once when added again and again. */
  long stride() {
    return strides[0];
  }

  /** How many events the stream of this event had before. */
  long cycle(long event) {
    return event / keys;
  }

  /** The stream, in [0, keys). */
  int key(long event) {
    long cycle = cycle(event);
    long place = event % keys;
    return (int) ((place * strides[(int) (cycle % ORDERS)] + cycle % keys * SHIFT) % keys);
  }
}
