/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest values, a bounded number of them. Not thread-safe.
 *
 * @param <T> of the values, none of which is null
 */
public final class Ring<T> {
  private final int capacity;
  private final Deque<T> values = new ArrayDeque<>();

  /**
   * @param capacity above 0; so many are kept
   */
  public Ring(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a ring of " + capacity + " values: give 1 or more");
    }
    this.capacity = capacity;
  }

  /** Adds a value; the oldest goes when there are too many. */
  public void add(T value) {
    if (values.size() == capacity) {
      values.removeFirst();
    }
    values.addLast(value);
  }

  /** The newest value, null when there is none. */
  public T newest() {
    return values.peekLast();
  }

  public int size() {
    return values.size();
  }

  /** All values, the oldest first. */
  public List<T> oldestFirst() {
    return new ArrayList<>(values);
  }

  /** All values, the newest first. */
  public List<T> newestFirst() {
    List<T> all = new ArrayList<>(values.size());
    values.descendingIterator().forEachRemaining(all::add);
    return all;
  }
}
