/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values by key, of the keys that came first, a bounded number of them; the others are counted.
 *
 * @param <V> of the values
 */
final class Bounded<V> {
  private final int most;
  private final Function<String, V> fresh;
  private final Map<String, V> values = new LinkedHashMap<>();
  private long refused;

  Bounded(int most, Function<String, V> fresh) {
    this.most = most;
    this.fresh = fresh;
  }

  /** The value of a key; empty where there are too many already. */
  Optional<V> of(String key) {
    V value = values.get(key);
    if (value == null) {
      if (values.size() == most) {
        refused++;
        return Optional.empty();
      }
      value = fresh.apply(key);
      values.put(key, value);
    }
    return Optional.of(value);
  }

  Collection<V> values() {
    return values.values();
  }

  int size() {
    return values.size();
  }

  /** Records whose key found no room. */
  long refused() {
    return refused;
  }
}
