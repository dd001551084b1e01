/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.neural.Mix64;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Draws one edge that did not come per edge that did, at its time. Historical and inductive draws
 * fall back on random ones while there are no pairs to draw from. Pairs of the current batch are
 * not drawn, except by RANDOM, which may by chance.
 */
public final class NegativeSampler {
  private static final int TRIES = 20;

  private final Negatives kind;
  private final long seed;
  private final long[] targets;
  private final Set<Pair> training = new HashSet<>();
  private final Set<Pair> known = new HashSet<>();
  private final List<Pair> pool = new ArrayList<>();
  private final Set<Pair> batch = new HashSet<>();
  private long draws;

  private record Pair(long source, long target) {}

  /**
   * @param edges the whole file; edges before the validation are training
   * @param targetsUntil targets of edges before it are drawn
   */
  public NegativeSampler(Negatives kind, EdgeList edges, Split split, int targetsUntil, long seed) {
    this.kind = kind;
    this.seed = seed;
    Set<Long> distinct = new LinkedHashSet<>();
    for (int i = 0; i < targetsUntil; i++) {
      distinct.add(edges.target(i));
    }
    targets = distinct.stream().mapToLong(Long::longValue).sorted().toArray();
    if (kind != Negatives.RANDOM) {
      for (int i = 0; i < split.validation(); i++) {
        training.add(new Pair(edges.source(i), edges.target(i)));
      }
    }
    if (kind == Negatives.HISTORICAL) {
      pool.addAll(new LinkedHashSet<>(pairs(edges, split.validation())));
    }
  }

  private static List<Pair> pairs(EdgeList edges, int until) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < until; i++) {
      pairs.add(new Pair(edges.source(i), edges.target(i)));
    }
    return pairs;
  }

  /** Draws as many edges as came, in their order. */
  public void sample(EdgeBatch came, EdgeBatch absent) {
    absent.clear();
    if (kind != Negatives.RANDOM) {
      batch.clear();
      for (int i = 0; i < came.size(); i++) {
        batch.add(new Pair(came.source(i), came.target(i)));
      }
    }
    for (int i = 0; i < came.size(); i++) {
      Pair pair = kind == Negatives.RANDOM ? null : fromPool();
      if (pair == null) {
        pair = new Pair(came.source(i), targets[next(targets.length)]);
      }
      absent.add(pair.source, pair.target, came.time(i), 1, came.features(), came.featuresAt(i));
    }
  }

  /** Tells what came, after it was scored: inductive pairs are drawn from it. */
  public void came(EdgeBatch edges) {
    if (kind == Negatives.INDUCTIVE) {
      for (int i = 0; i < edges.size(); i++) {
        Pair pair = new Pair(edges.source(i), edges.target(i));
        if (!training.contains(pair) && known.add(pair)) {
          pool.add(pair);
        }
      }
    }
  }

  private Pair fromPool() {
    for (int tried = 0; tried < TRIES && !pool.isEmpty(); tried++) {
      Pair pair = pool.get(next(pool.size()));
      if (!batch.contains(pair)) {
        return pair;
      }
    }
    return null;
  }

  private int next(int bound) {
    return (int) (((Mix64.bits(seed, draws++) >>> 32) * bound) >>> 32);
  }
}
