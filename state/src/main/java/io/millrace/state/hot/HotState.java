/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Live state objects of the keys used last, in front of a {@link ColdStore}, within a budget of
 * bytes. For one thread.
 *
 * <p>Work goes in bundles: {@link #acquire} pins an entry until {@link #endBundle}, so that within
 * a bundle all uses of a key see the same object and none is evicted under a reader. The pinned
 * entries may exceed the budget; the end of the bundle brings it back by evicting those used
 * longest ago. The entry used last stays even if it alone exceeds the budget: its next use needs it
 * on the heap anyway, and a state of that size must not be written and read for every record.
 * {@link #writeBack} must run between bundles, before a snapshot of the cold store is taken: then
 * what a restore finds is what a store without this cache would hold.
 *
 * @param <K> the key, with equals and hashCode
 * @param <S> the state
 */
public final class HotState<K, S> {
  /** Rough heap cost of an entry beside its state: slot, map node, table share, a short key. */
  private static final long ENTRY_BYTES = 192;

  private final ColdStore<K, S> cold;
  private final ToLongFunction<S> sizer;
  private final long budgetBytes;
  private final Map<K, Slot<K, S>> slots = new HashMap<>();
  private final List<Slot<K, S>> changed = new ArrayList<>();
  private final HotStatistics statistics = new HotStatistics();
  private Slot<K, S> newest;
  private Slot<K, S> oldest;
  private long bundle = 1;

  /**
   * @param cold behind the cache
   * @param sizer heap bytes of a state, estimated
   * @param budgetBytes what the cache may hold between bundles, or one entry that is larger; 0
   *     keeps nothing
   * @throws IllegalArgumentException when the budget is negative
   */
  public HotState(ColdStore<K, S> cold, ToLongFunction<S> sizer, long budgetBytes) {
    if (budgetBytes < 0) {
      throw new IllegalArgumentException(
          "budgetBytes is " + budgetBytes + ": give the hot tier 0 bytes or more");
    }
    this.cold = cold;
    this.sizer = sizer;
    this.budgetBytes = budgetBytes;
  }

  public HotStatistics statistics() {
    return statistics;
  }

  /** The key's slot, pinned until the end of the bundle; reads the cold store when not hot. */
  public Slot<K, S> acquire(K key) throws IOException {
    Slot<K, S> slot = slots.get(key);
    if (slot == null) {
      statistics.misses++;
      slot = new Slot<>(key, cold.read(key));
      slot.bytes = size(slot);
      slots.put(key, slot);
      link(slot);
      statistics.bytes += slot.bytes;
      statistics.entries++;
    } else {
      statistics.hits++;
      if (slot != newest) {
        unlink(slot);
        link(slot);
      }
    }
    slot.bundle = bundle;
    return slot;
  }

  /** Says that the object in an acquired slot differs from what was written last. */
  public void changed(Slot<K, S> slot) {
    if (!slot.dirty) {
      slot.dirty = true;
      statistics.dirty++;
      changed.add(slot);
    }
  }

  /** Puts another object into an acquired slot. */
  public void replace(Slot<K, S> slot, S state) {
    slot.replace(state);
    changed(slot);
  }

  /** Forgets the key here and in the cold store. Its slot, if acquired, is no longer valid. */
  public void remove(K key) throws IOException {
    Slot<K, S> slot = slots.get(key);
    if (slot != null) {
      clean(slot);
      drop(slot);
    }
    cold.delete(key);
  }

  /** Unpins all entries and evicts down to the budget. */
  public void endBundle() throws IOException {
    for (Slot<K, S> slot = newest; slot != null && slot.bundle == bundle; ) {
      Slot<K, S> next = slot.older;
      slot.note(null);
      if (slot.state() == null && !slot.dirty) {
        drop(slot);
      } else if (slot.dirty) {
        long bytes = size(slot);
        statistics.bytes += bytes - slot.bytes;
        slot.bytes = bytes;
      }
      slot = next;
    }
    bundle++;
    while (statistics.bytes > budgetBytes && oldest != spared()) {
      Slot<K, S> victim = oldest;
      write(victim);
      drop(victim);
      statistics.evictions++;
    }
    forgetWritten();
  }

  private Slot<K, S> spared() {
    return budgetBytes == 0 ? null : newest;
  }

  /**
   * Writes every changed state to the cold store; afterwards none is dirty.
   *
   * @throws IllegalStateException within a bundle
   */
  public void writeBack() throws IOException {
    if (newest != null && newest.bundle == bundle) {
      throw new IllegalStateException(
          "writeBack within a bundle, key "
              + newest.key()
              + " is pinned: call endBundle before the snapshot");
    }
    for (Slot<K, S> slot : changed) {
      write(slot);
    }
    changed.clear();
    if (cold.sharesObjects()) {
      slots.clear();
      newest = null;
      oldest = null;
      statistics.bytes = 0;
      statistics.entries = 0;
    }
  }

  private long size(Slot<K, S> slot) {
    return ENTRY_BYTES + (slot.state() == null ? 0 : sizer.applyAsLong(slot.state()));
  }

  private void write(Slot<K, S> slot) throws IOException {
    if (!slot.dirty) {
      return;
    }
    if (slot.state() == null) {
      cold.delete(slot.key());
    } else {
      cold.write(slot.key(), slot.state());
    }
    statistics.writes++;
    clean(slot);
  }

  private void clean(Slot<K, S> slot) {
    if (slot.dirty) {
      slot.dirty = false;
      statistics.dirty--;
    }
  }

  /** The list may name evicted slots, but not once they are the majority. */
  private void forgetWritten() {
    if (changed.size() > 64 && changed.size() > 2 * statistics.dirty) {
      changed.removeIf(slot -> !slot.dirty);
    }
  }

  private void drop(Slot<K, S> slot) {
    slots.remove(slot.key());
    unlink(slot);
    // The list of changed slots may name it until the next snapshot: the state need not live on.
    slot.replace(null);
    statistics.bytes -= slot.bytes;
    statistics.entries--;
  }

  private void link(Slot<K, S> slot) {
    slot.newer = null;
    slot.older = newest;
    if (newest == null) {
      oldest = slot;
    } else {
      newest.newer = slot;
    }
    newest = slot;
  }

  private void unlink(Slot<K, S> slot) {
    if (slot.newer == null) {
      newest = slot.older;
    } else {
      slot.newer.older = slot.older;
    }
    if (slot.older == null) {
      oldest = slot.newer;
    } else {
      slot.older.newer = slot.newer;
    }
  }
}
