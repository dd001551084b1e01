/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.online;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.neural.Mix64;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * Distinct recent targets of a graph, within a bound, to draw edges from that did not come: same
 * source and time, a uniform target of the pool other than the real one. A target belongs to a slot
 * by its hash, and takes it from the one that has it.
 */
public final class TargetPool {
  private static final int VERSION = 1;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final float[] NO_FEATURES = new float[0];

  private final long seed;
  private final long[] ids;
  private final boolean[] taken;
  private final int[] order;
  private int size;
  private long draws;
  private boolean changed;

  /**
   * @param slots most targets kept, 1 or more
   * @param seed of the draws
   */
  public TargetPool(int slots, long seed) {
    this.seed = seed;
    ids = new long[slots];
    taken = new boolean[slots];
    order = new int[slots];
  }

  /** Takes in the targets of edges that came. */
  public void came(EdgeBatch edges) {
    for (int i = 0; i < edges.size(); i++) {
      long id = edges.target(i);
      int slot = (int) ((((id * SPREAD) >>> 32) * ids.length) >>> 32);
      if (!taken[slot]) {
        taken[slot] = true;
        order[size++] = slot;
        changed = true;
      }
      changed |= ids[slot] != id;
      ids[slot] = id;
    }
  }

  /**
   * Draws an edge that did not come for each that did; none for those that the pool knows no other
   * target for.
   *
   * @param absent cleared before; with as many features as the edges that came
   */
  public void draw(EdgeBatch came, EdgeBatch absent) {
    absent.clear();
    float[] features = came.featureCount() == 0 ? NO_FEATURES : came.features();
    for (int i = 0; i < came.size(); i++) {
      if (size == 0) {
        continue;
      }
      int at = (int) (((Mix64.bits(seed, draws++) >>> 32) * size) >>> 32);
      changed = true;
      if (ids[order[at]] == came.target(i)) {
        at = at + 1 == size ? 0 : at + 1;
      }
      long target = ids[order[at]];
      if (target != came.target(i)) {
        absent.add(came.source(i), target, came.time(i), 1, features, came.featuresAt(i));
      }
    }
  }

  /** Targets known. */
  public int size() {
    return size;
  }

  /** Whether it differs from what was written last. */
  public boolean changed() {
    return changed;
  }

  /** Heap bytes. */
  public long bytes() {
    return 64 + 13L * ids.length;
  }

  public void write(PieceWriter out) {
    out.u8(VERSION);
    out.varint(ids.length);
    out.varint(draws);
    out.varint(size);
    for (int i = 0; i < size; i++) {
      out.varint(order[i]);
      out.int64(ids[order[i]]);
    }
    changed = false;
  }

  /**
   * @throws IllegalArgumentException when the pool was of another size, or the bytes are damaged
   */
  public void read(PieceReader in) {
    in.version(VERSION);
    int slots = in.count("slots", Integer.MAX_VALUE);
    if (slots != ids.length) {
      throw in.damaged("a pool of " + slots + " targets, not " + ids.length);
    }
    draws = in.varint();
    size = in.count("targets", slots);
    Arrays.fill(taken, false);
    for (int i = 0; i < size; i++) {
      order[i] = in.count("as a slot", slots - 1);
      taken[order[i]] = true;
      ids[order[i]] = in.int64();
    }
    in.end();
    changed = false;
  }
}
