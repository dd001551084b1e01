/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values by key, of the keys that were touched last, a bounded number of them. Not thread-safe.
 *
 * @param <K> of the keys
 * @param <V> of the values
 */
public final class Recent<K, V> {
  private final int capacity;
  private final Function<K, V> fresh;
  private final LinkedHashMap<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long forgotten;

  /**
   * @param capacity above 0; so many keys are kept
   * @param fresh makes the value of a key that is new or was forgotten
   */
  public Recent(int capacity, Function<K, V> fresh) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a memory of " + capacity + " keys: give 1 or more");
    }
    this.capacity = capacity;
    this.fresh = fresh;
  }

  /** The value of a key, made when there is none; the key that rested longest may go for it. */
  public V touch(K key) {
    V value = values.get(key);
    if (value == null) {
      if (values.size() == capacity) {
        K eldest = values.keySet().iterator().next();
        values.remove(eldest);
        forgotten++;
      }
      value = fresh.apply(key);
      values.put(key, value);
    }
    return value;
  }

  /** Replaces the value of a key; the key that rested longest may go for it. */
  public void put(K key, V value) {
    touch(key);
    values.put(key, value);
  }

  /** The value of a key, if it is known; counts as a touch. */
  public Optional<V> find(K key) {
    return Optional.ofNullable(values.get(key));
  }

  public int size() {
    return values.size();
  }

  /** How many keys had to go. */
  public long forgotten() {
    return forgotten;
  }

  /** All values, the one that rested longest first. */
  public List<V> values() {
    return new ArrayList<>(values.values());
  }

  /** All keys and values, the one that rested longest first. */
  public List<Map.Entry<K, V>> entries() {
    List<Map.Entry<K, V>> all = new ArrayList<>(values.size());
    values.forEach((key, value) -> all.add(Map.entry(key, value)));
    return all;
  }
}
