/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

/**
 * Counts of one hot tier. Written by the task's thread; other threads may read values that lag a
 * little.
 */
public final class HotStatistics {
  long hits;
  long misses;
  long evictions;
  long writes;
  long dirty;
  long bytes;
  long entries;

  HotStatistics() {}

  /** Accesses that found a live object. */
  public long hits() {
    return hits;
  }

  /** Accesses that had to read the cold store. */
  public long misses() {
    return misses;
  }

  /** Entries pushed out to keep the budget. */
  public long evictions() {
    return evictions;
  }

  /** States written to the cold store, at checkpoints and by evictions. */
  public long writes() {
    return writes;
  }

  /** Entries that differ from the cold store at present. */
  public long dirty() {
    return dirty;
  }

  /** Bytes held at present, as the sizer estimates them. */
  public long bytes() {
    return bytes;
  }

  /** Keys held at present. */
  public long entries() {
    return entries;
  }
}
