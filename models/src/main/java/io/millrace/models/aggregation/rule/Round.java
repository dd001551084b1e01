/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/**
 * What holds for a whole round. Its fleet is counted when it ends: weights are asked for before.
 *
 * @param number rounds so far
 * @param version the current model version
 * @param knownWorkers all that ever registered, at least 1
 * @param knownExamples examples of all known workers together, of each at most {@link
 *     LinearRule#mostExamples}
 * @param millis length of a round's window, for rules that close by time; else 0
 * @param returnsPerMilli the sum over known workers of 1 / mean return time; 0 when unknown
 */
public record Round(
    long number,
    long version,
    int knownWorkers,
    long knownExamples,
    long millis,
    double returnsPerMilli) {
  /** Checks the numbers. */
  public Round {
    if (knownWorkers < 1) {
      throw new IllegalArgumentException("knownWorkers is " + knownWorkers + ", must be >= 1");
    }
  }

  /** A round that is open. */
  public static Round begun(long number, long version, long millis) {
    return new Round(number, version, 1, 0, millis, 0);
  }

  /** A round of which only number, version and fleet matter. */
  public static Round of(long number, int knownWorkers) {
    return new Round(number, number, knownWorkers, knownWorkers, 0, 0);
  }
}
