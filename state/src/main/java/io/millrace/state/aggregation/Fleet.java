/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.state.aggregation.CohortState.Worker;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The workers of a model. How many there are, and how many of them are live, is counted as they
 * change: a fleet may have a hundred thousand, and each of them sends heartbeats.
 */
public final class Fleet {
  private static final long WORKER_BYTES = 320;

  private final TreeMap<String, Worker> workers = new TreeMap<>();

  /** How many members that did not take their leave were seen last at a time. */
  private final TreeMap<Long, Integer> sightings = new TreeMap<>();

  private int members;
  private int present;
  private long bytes;

  /** Those present that were seen last at {@link #horizon} or before. */
  private int silent;

  private long horizon = Long.MIN_VALUE;

  /** What is known of a worker, or null. */
  public Worker get(String name) {
    return workers.get(name);
  }

  public boolean contains(String name) {
    return workers.containsKey(name);
  }

  /** Notes what is known of a worker now. */
  public void put(String name, Worker worker) {
    Worker before = workers.put(name, worker);
    if (before != null) {
      count(before, -1);
    }
    count(worker, 1);
  }

  private void count(Worker worker, int sign) {
    bytes += sign * (WORKER_BYTES + (long) Long.BYTES * worker.recent().size());
    if (!worker.member()) {
      return;
    }
    members += sign;
    if (!worker.gone()) {
      present += sign;
      silent += worker.seenMillis() <= horizon ? sign : 0;
      sightings.merge(
          worker.seenMillis(), sign, (old, change) -> old + change == 0 ? null : old + change);
    }
  }

  /** All that are known, by name. */
  public SortedMap<String, Worker> workers() {
    return Collections.unmodifiableSortedMap(workers);
  }

  /** How many are known. */
  public int size() {
    return workers.size();
  }

  /** How many of them ever took part or reported. */
  public int members() {
    return members;
  }

  /** How many members did not take their leave and were seen after a time. */
  public int seenAfter(long millis) {
    move(millis);
    return present - silent;
  }

  /**
   * When the member among {@link #seenAfter} was seen that is silent for longest, {@link
   * Long#MAX_VALUE} where there is none.
   */
  public long eldestAfter(long millis) {
    Long eldest = sightings.higherKey(millis);
    return eldest == null ? Long.MAX_VALUE : eldest;
  }

  private void move(long millis) {
    if (millis > horizon) {
      silent += sum(sightings.subMap(horizon, false, millis, true));
    } else if (millis < horizon) {
      silent -= sum(sightings.subMap(millis, false, horizon, true));
    }
    horizon = millis;
  }

  private static int sum(SortedMap<Long, Integer> some) {
    int sum = 0;
    for (int count : some.values()) {
      sum += count;
    }
    return sum;
  }

  /** Heap bytes, roughly. */
  public long bytes() {
    return bytes;
  }
}
