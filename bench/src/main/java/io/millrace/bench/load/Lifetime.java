/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import java.time.Duration;

/**
 * How long keys are in use before others take their places, and when a job may forget one.
 *
 * @param events of a key, 1 or more
 * @param silence after which it may be forgotten
 */
public record Lifetime(long events, Duration silence) {
  /** The same keys from the beginning to the end, none of them forgotten. */
  public static final Lifetime ENDLESS = new Lifetime(Long.MAX_VALUE, Duration.ofDays(1));

  /** How many keys had a place before the one with that event of the place. */
  long generation(long event) {
    return event / events;
  }

  /** The number of an event of a place among those of its key. */
  long age(long event) {
    return event % events;
  }
}
