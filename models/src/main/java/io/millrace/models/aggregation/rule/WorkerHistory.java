/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/**
 * The few numbers that rules remember of one worker; O(1), and independent of other workers, so
 * that the order of arrivals cannot show.
 *
 * @param firstRound the round in which the worker became known
 * @param lastRound the last round it took part in, or firstRound - 1
 * @param intervals completed intervals between participations (FedAU)
 * @param intervalSum their total length in rounds
 * @param returns how often it returned
 * @param returnMillis how long all its returns took together
 */
public record WorkerHistory(
    long firstRound,
    long lastRound,
    long intervals,
    long intervalSum,
    long returns,
    long returnMillis) {
  /** A worker that becomes known in a round. */
  public static WorkerHistory unknown(long round) {
    return new WorkerHistory(round, round - 1, 0, 0, 0, 0);
  }

  /**
   * Brings intervals up to a round without counting it: every full cutoff of absence is an
   * interval.
   *
   * @param cutoff the longest interval, at least 1
   */
  public WorkerHistory before(long round, long cutoff) {
    long absent = Math.max(0, round - lastRound - 1);
    long cuts = absent / cutoff;
    return new WorkerHistory(
        firstRound,
        lastRound + cuts * cutoff,
        intervals + cuts,
        intervalSum + cuts * cutoff,
        returns,
        returnMillis);
  }

  /** After taking part in a round; further updates of the same round change times only. */
  public WorkerHistory took(Contribution update, long round, long cutoff) {
    WorkerHistory now = before(round, cutoff);
    boolean first = round > now.lastRound;
    return new WorkerHistory(
        firstRound,
        Math.max(round, now.lastRound),
        now.intervals + (first ? 1 : 0),
        now.intervalSum + (first ? round - now.lastRound : 0),
        returns + 1,
        returnMillis + update.millis());
  }

  /** Mean time from fetching a model to returning an update; 0 when nothing is known. */
  public double meanReturnMillis() {
    return returns == 0 ? 0 : (double) returnMillis / returns;
  }
}
