/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.DriftEvent;

/**
 * An event that is remembered: queued until its turn, or an instance that was predicted and waits
 * for its label.
 */
public final class Entry {
  private static final double[] QUEUED = {};

  private final DriftEvent event;
  private final boolean waiting;
  private final double[] votes;
  private final int expert;
  private final double entropy;

  // Kept by the ledger: the entry's number, and whether it is in the store, or gone.
  long number = -1;
  boolean stored;
  boolean gone;

  private Entry(DriftEvent event, boolean waiting, double[] votes, int expert, double entropy) {
    this.event = event;
    this.waiting = waiting;
    this.votes = votes;
    this.expert = expert;
    this.entropy = entropy;
  }

  static Entry queued(DriftEvent event) {
    return new Entry(event, false, QUEUED, -1, 0);
  }

  static Entry waiting(Arrival arrival, double[] votes, int expert, double entropy) {
    return new Entry(arrival, true, votes, expert, entropy);
  }

  public DriftEvent event() {
    return event;
  }

  /** Whether it was predicted and waits for its label. */
  public boolean waiting() {
    return waiting;
  }

  /** What the learner voted when the instance came. The live array. */
  @SuppressWarnings("EI_EXPOSE_REP")
  public double[] votes() {
    return votes;
  }

  /** The expert with most say then, or -1. */
  public int expert() {
    return expert;
  }

  /** The entropy of the experts' weights then. */
  public double entropy() {
    return entropy;
  }

  /** Heap bytes, estimated. */
  long bytes() {
    long bytes = 240 + 2L * event.instanceId().length() + 8L * votes.length;
    return event instanceof Arrival arrival
        ? bytes + 8L * arrival.features().length + 4L * arrival.nominal().length
        : bytes;
  }
}
