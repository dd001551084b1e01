package io.millrace.models.drift.adaptive;

import java.util.Arrays;

/**
 * Fading counts of labels per context, a context being a 64-bit number. A hash table of bounded
 * size: where it is crowded, the context seen least makes room.
 */
final class Memory {
  private static final int PROBES = 4;
  private static final int FIRST = 256;

  private final double most;
  private final int maxSlots;
  private int classes;
  private int stride;
  private long[] keys = new long[FIRST];
  private float[] counts;
  private int used;

  /**
   * @param most weight that a context remembers: older labels fade
   * @param maxSlots a power of two
   */
  Memory(double most, int maxSlots, int classes) {
    this.most = most;
    this.maxSlots = maxSlots;
    this.classes = classes;
    stride = classes + 1;
    counts = new float[FIRST * stride];
  }

  void fitClasses(int count) {
    if (count > classes) {
      float[] wider = new float[keys.length * (count + 1)];
      for (int slot = 0; slot < keys.length; slot++) {
        System.arraycopy(counts, slot * stride, wider, slot * (count + 1), classes + 1);
      }
      counts = wider;
      classes = count;
      stride = count + 1;
    }
  }

  /** The slot of a context, or -1. */
  int find(long key) {
    long spread = (key ^ key >>> 32) * 0x9E3779B97F4A7C15L | 1;
    int mask = keys.length - 1;
    int at = (int) (spread >>> 40) & mask & -PROBES;
    for (int p = 0; p < PROBES; p++) {
      if (keys[at + p] == spread) {
        return at + p;
      }
    }
    return -1;
  }

  /** Total weight in a slot; 0 for slot -1. */
  float total(int slot) {
    return slot < 0 ? 0 : counts[slot * stride];
  }

  float count(int slot, int label) {
    return slot < 0 ? 0 : counts[slot * stride + 1 + label];
  }

  void learn(long key, int label, float weight) {
    int slot = find(key);
    if (slot < 0) {
      slot = place(key);
    }
    int at = slot * stride;
    counts[at] += weight;
    counts[at + 1 + label] += weight;
    if (counts[at] > most) {
      float fade = (float) (most / counts[at]);
      for (int i = at; i < at + stride; i++) {
        counts[i] *= fade;
      }
    }
  }

  private int place(long key) {
    if (2 * used > keys.length && keys.length < maxSlots) {
      grow();
    }
    long spread = (key ^ key >>> 32) * 0x9E3779B97F4A7C15L | 1;
    int slot = room(spread);
    if (keys[slot] == 0) {
      used++;
    }
    keys[slot] = spread;
    Arrays.fill(counts, slot * stride, (slot + 1) * stride, 0);
    return slot;
  }

  private int room(long spread) {
    int at = (int) (spread >>> 40) & (keys.length - 1) & -PROBES;
    int least = at;
    for (int slot = at; slot < at + PROBES; slot++) {
      if (keys[slot] == 0) {
        return slot;
      }
      if (counts[slot * stride] < counts[least * stride]) {
        least = slot;
      }
    }
    return least;
  }

  private void grow() {
    long[] oldKeys = keys;
    float[] oldCounts = counts;
    keys = new long[2 * oldKeys.length];
    counts = new float[keys.length * stride];
    used = 0;
    for (int slot = 0; slot < oldKeys.length; slot++) {
      if (oldKeys[slot] != 0) {
        int to = room(oldKeys[slot]);
        used += keys[to] == 0 ? 1 : 0;
        keys[to] = oldKeys[slot];
        System.arraycopy(oldCounts, slot * stride, counts, to * stride, stride);
      }
    }
  }

  long heapBytes() {
    return 8L * keys.length + 4L * counts.length + 100;
  }
}
