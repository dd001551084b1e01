/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.bundle;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a bundle is handed on at the latest.
 *
 * @param records in the bundle; 1 hands each record on at once
 * @param latency processing time since its first record, in whole milliseconds, at least one
 */
public record BundleBounds(int records, Duration latency) implements Serializable {
  /** Each record by itself. */
  public static final BundleBounds SINGLE = new BundleBounds(1, Duration.ofMillis(1));

  public BundleBounds {
    if (records < 1) {
      throw new IllegalArgumentException("bundle records is " + records + ": give 1 or more");
    }
    if (latency.toMillis() < 1) {
      throw new IllegalArgumentException(
          "bundle latency is " + latency + ": give 1 ms or more, or set bundle records to 1");
    }
  }
}
