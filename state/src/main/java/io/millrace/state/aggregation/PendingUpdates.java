/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.state.aggregation.CohortState.Pending;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The updates of a model that are not complete, in the order of their first parts. How many a
 * worker has is counted as they come and go: all of a large fleet may send at once.
 */
public final class PendingUpdates {
  private static final long UPDATE_BYTES = 500;
  private static final long FRAGMENT_BYTES = 80;

  private final LinkedHashMap<UpdateId, Pending> updates = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private long bytes;

  /** What has arrived of an update, or null. */
  public Pending get(UpdateId id) {
    return updates.get(id);
  }

  /** Begins to wait for the rest of an update that was not waited for. */
  public void add(Pending update) {
    UpdateId id = update.header().id();
    if (updates.putIfAbsent(id, update) != null) {
      throw new IllegalArgumentException(id + " is waited for already");
    }
    counts.merge(id.worker(), 1, Integer::sum);
    bytes += bytes(update);
  }

  /** Waits no longer. */
  public void remove(UpdateId id) {
    Pending update = updates.remove(id);
    if (update != null) {
      counts.computeIfPresent(id.worker(), (worker, count) -> count == 1 ? null : count - 1);
      bytes -= bytes(update);
    }
  }

  /** With room for all of its fragments, though they have not come. */
  private static long bytes(Pending update) {
    return UPDATE_BYTES + FRAGMENT_BYTES * update.header().shape().fragments();
  }

  /** How many are of a worker. */
  public int of(String worker) {
    return counts.getOrDefault(worker, 0);
  }

  /** All, in the order of their first parts. */
  public Collection<Pending> all() {
    return Collections.unmodifiableCollection(updates.values());
  }

  /** Heap bytes, roughly. */
  public long bytes() {
    return bytes;
  }
}
