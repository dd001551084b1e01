/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.partition;

import io.millrace.models.neural.Mix64;

/**
 * High degree, replicated first (Petroni et al., CIKM 2015): an edge goes where its nodes already
 * are, rather to the node of lower degree, so that it is hubs that are cut; and where loads are
 * low. The score of a partition is {@code g(u) + g(v) + balance (max - load) / (1 + max - min)}
 * with {@code g(u) = 2 - degree(u) / (degree(u) + degree(v))} where u has a replica. Of equal
 * scores the one that the edge's hash comes to first is taken, so that what is forgotten often
 * comes back to where it was.
 */
public final class Hdrf implements EdgePartitioner {
  private final HdrfSettings settings;
  private final KnownNodes known;
  private final long[] loads;

  public Hdrf(HdrfSettings settings) {
    this(settings, new KnownNodes(settings.nodes()));
  }

  Hdrf(HdrfSettings settings, KnownNodes known) {
    this.settings = settings;
    this.known = known;
    loads = new long[settings.partitions()];
  }

  @Override
  public int partitions() {
    return settings.partitions();
  }

  @Override
  public int choose(long source, long target) {
    double ofSource = known.degree(source) + 1.0;
    double ofTarget = known.degree(target) + 1.0;
    double share = ofSource / (ofSource + ofTarget);
    long atSource = known.replicas(source);
    long atTarget = known.replicas(target);
    long max = 0;
    long min = Long.MAX_VALUE;
    for (long load : loads) {
      max = Math.max(max, load);
      min = Math.min(min, load);
    }
    int n = loads.length;
    int first = HashPartitioner.of(Mix64.bits(Math.min(source, target), 0), n);
    int best = first;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      int p = first + i < n ? first + i : first + i - n;
      double score = settings.balance() * (max - loads[p]) / (1.0 + max - min);
      score += ((atSource >>> p) & 1) == 1 ? 2 - share : 0;
      score += ((atTarget >>> p) & 1) == 1 ? 1 + share : 0;
      if (score > highest) {
        highest = score;
        best = p;
      }
    }
    return best;
  }

  @Override
  public void came(long source, long target, int partition) {
    known.came(source, partition);
    known.came(target, partition);
    loads[partition]++;
  }

  @Override
  public void forget() {
    known.clear();
    java.util.Arrays.fill(loads, 0);
  }

  /** Takes up the loads of an earlier run. */
  void loads(long[] values) {
    System.arraycopy(values, 0, loads, 0, loads.length);
  }

  /** Nodes remembered now. */
  int known() {
    return known.size();
  }

  @Override
  public long mostBytes() {
    return known.mostBytes() + (long) Long.BYTES * loads.length;
  }
}
