/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;

/**
 * The contexts that labels are remembered for: what the last labels were, single attribute values,
 * and pairs of them. A value that is no whole number has no context.
 */
final class Contexts {
  private static final int HISTORIES = 3;

  /** A place that has no context for an instance. */
  static final long NONE = 0;

  private final boolean persistence;
  private final int attributes;
  private final long[] keys;

  // The last labels learned, the newest first.
  private int last;
  private int beforeLast;
  private int third;

  Contexts(MemorySettings settings, Attributes all) {
    persistence = settings.persistence();
    attributes = all.count() <= settings.attributes() ? all.count() : 0;
    keys = new long[(persistence ? HISTORIES : 0) + attributes * (attributes + 1) / 2];
  }

  /** How many contexts an instance has at most. */
  int count() {
    return keys.length;
  }

  /** The context in a place, or {@link #NONE}. */
  long key(int place) {
    return keys[place];
  }

  int last() {
    return last;
  }

  /** Finds the contexts of an instance. */
  void find(Features features) {
    int place = 0;
    if (persistence) {
      keys[place] = mix(place, 1, 0);
      place++;
      keys[place] = mix(place, last, 0);
      place++;
      keys[place] = mix(place, last, mix(0, beforeLast, third));
      place++;
    }
    double[] x = features.values();
    for (int i = 0; i < attributes; i++) {
      for (int j = i; j < attributes; j++, place++) {
        boolean whole = x[i] == Math.rint(x[i]) && x[j] == Math.rint(x[j]);
        keys[place] = whole ? mix(place, (long) x[i], (long) x[j]) : NONE;
      }
    }
  }

  private static long mix(long place, long a, long b) {
    long z = (place + 1) * 0x9E3779B97F4A7C15L + a;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L + b;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) | 1;
  }

  void learn(int label) {
    third = beforeLast;
    beforeLast = last;
    last = label;
  }

  /** The last labels. */
  long history() {
    return (long) third << 32 | (long) beforeLast << 16 | last;
  }

  void restore(long history) {
    third = (int) (history >>> 32) & 0xFFFF;
    beforeLast = (int) (history >>> 16) & 0xFFFF;
    last = (int) history & 0xFFFF;
  }
}
