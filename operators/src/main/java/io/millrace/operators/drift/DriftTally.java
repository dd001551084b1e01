/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

/** Counts of what befell events. Written by the task's thread, read by the metrics' too. */
public final class DriftTally {
  long predictions;
  long cold;
  long learned;
  long right;
  long duplicates;
  long late;
  long unmatched;
  long unlabelled;
  long alarms;
  long expired;
  long shared;
  long adopted;

  /** Instances predicted. */
  public long predictions() {
    return predictions;
  }

  /** Predictions of learners that have seen too few labels. */
  public long cold() {
    return cold;
  }

  /** Labels learned. */
  public long learned() {
    return learned;
  }

  /** Predictions that were right, of those whose label was learned. */
  public long right() {
    return right;
  }

  /** Events that were known already, and dropped. */
  public long duplicates() {
    return duplicates;
  }

  /** Instances that came after the turn of a later event of their stream, and were rejected. */
  public long late() {
    return late;
  }

  /** Labels without an instance. */
  public long unmatched() {
    return unmatched;
  }

  /** Instances whose label did not come in time. */
  public long unlabelled() {
    return unlabelled;
  }

  /** Drifts found. */
  public long alarms() {
    return alarms;
  }

  /** Streams forgotten because they were silent. */
  public long expired() {
    return expired;
  }

  /** Times that a part's parameters were told. */
  public long shared() {
    return shared;
  }

  /** Times that a part took over a version of parameters. */
  public long adopted() {
    return adopted;
  }
}
