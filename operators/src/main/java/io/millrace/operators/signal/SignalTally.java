/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

/** Counts of what befell frames. Written by the task's thread, read by the metrics' too. */
public final class SignalTally {
  long duplicates;
  long overlaps;
  long reordered;
  long late;
  long gaps;
  long filled;
  long resets;
  long expired;

  /** Frames, or parts of waiting ones, of which every sample was known. */
  public long duplicates() {
    return duplicates;
  }

  /** Frames of which some samples were known and the rest was used. */
  public long overlaps() {
    return overlaps;
  }

  /** Frames that waited for earlier ones. */
  public long reordered() {
    return reordered;
  }

  /** Frames that came after their place was skipped or filled. */
  public long late() {
    return late;
  }

  /** Gaps declared. */
  public long gaps() {
    return gaps;
  }

  /** Samples made up. */
  public long filled() {
    return filled;
  }

  /** Streams started over because of a gap. */
  public long resets() {
    return resets;
  }

  /** Streams forgotten or started over because they were idle. */
  public long expired() {
    return expired;
  }
}
