/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.partition;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cut of one graph, edge by edge in the order they come: which partition each goes to, and
 * which partitions have its nodes by now. What is remembered of nodes is bounded; one that was
 * forgotten counts as new. As pieces it takes the ids from a base up to that plus {@link #IDS}.
 */
public final class Assignment {
  /** Ids of pieces. */
  public static final long IDS = 1L << 33;

  private static final int VERSION = 1;
  private static final long COUNTS = IDS - 1;

  private final int partitions;
  private final KnownNodes known;
  private final EdgePartitioner partitioner;
  private final boolean remembers;
  private final long[] loads;
  private long nodes;
  private long replicas;
  private long cut;

  private Assignment(
      int partitions, KnownNodes known, EdgePartitioner partitioner, boolean remembers) {
    this.partitions = partitions;
    this.known = known;
    this.partitioner = partitioner;
    this.remembers = remembers;
    loads = new long[partitions];
  }

  /** By degrees and replicas. */
  public static Assignment hdrf(HdrfSettings settings) {
    KnownNodes known = new KnownNodes(settings.nodes());
    return new Assignment(settings.partitions(), known, new Hdrf(settings, known), true);
  }

  /**
   * By a hash of both nodes; nodes are remembered only to know who has them.
   *
   * @param nodes remembered at most, 2 or more
   */
  public static Assignment hash(int partitions, int nodes) {
    return new Assignment(
        partitions, new KnownNodes(nodes), new HashPartitioner(partitions), false);
  }

  public int partitions() {
    return partitions;
  }

  /** Assigns the next edge. */
  public int assign(long source, long target) {
    int partition = partitioner.choose(source, target);
    long bit = 1L << partition;
    long ofSource = known.replicas(source);
    long ofTarget = known.replicas(target);
    count(ofSource, bit);
    if (source != target) {
      count(ofTarget, bit);
    }
    partitioner.came(source, target, partition);
    if (!remembers) {
      known.came(source, partition);
      known.came(target, partition);
    }
    loads[partition]++;
    return partition;
  }

  private void count(long holders, long bit) {
    nodes += holders == 0 ? 1 : 0;
    replicas += (holders & bit) == 0 ? 1 : 0;
    cut += (holders & bit) == 0 && Long.bitCount(holders) == 1 ? 1 : 0;
  }

  /** The partitions that have a node, a bit each; 0 of one that is not known. */
  public long holders(long node) {
    return known.replicas(node);
  }

  /** Edges assigned. */
  public long edges() {
    return Arrays.stream(loads).sum();
  }

  /** How the graph is cut, over all edges so far. */
  public CutStatistics statistics() {
    double edges = Math.max(1, edges());
    double most = Arrays.stream(loads).max().orElse(0);
    double all = Math.max(1, nodes);
    return new CutStatistics(most * partitions / edges, replicas / all, cut / all);
  }

  /** Nodes remembered now. */
  public int known() {
    return known.size();
  }

  /** Heap bytes, estimated. */
  public long bytes() {
    return known.bytes() + (long) Long.BYTES * partitions;
  }

  /** Writes what changed since the last time. */
  public void writeChanges(long base, PieceWriter out, PieceSink sink) {
    out.begin();
    out.u8(VERSION);
    out.varint(partitions);
    out.flag(remembers);
    out.flag(known.turned());
    for (long load : loads) {
      out.varint(load);
    }
    out.varint(nodes);
    out.varint(replicas);
    out.varint(cut);
    out.put(base + COUNTS, sink);
    known.writeChanges(base, out, sink);
  }

  /**
   * Reads all pieces.
   *
   * @param pieces by id, less the base
   * @throws IllegalArgumentException when the graph was cut in another way
   */
  public void restore(Map<Long, byte[]> pieces) {
    TreeMap<Long, byte[]> sorted = new TreeMap<>(pieces);
    byte[] counts = sorted.remove(COUNTS);
    if (counts == null) {
      throw new IllegalArgumentException(
          "the cut's counts are missing: the state is damaged, restore an earlier checkpoint");
    }
    PieceReader in = new PieceReader(COUNTS, counts, counts.length);
    in.version(VERSION);
    long wasIn = in.varint();
    boolean remembered = in.flag();
    if (wasIn != partitions || remembered != remembers) {
      throw new IllegalArgumentException(
          "the graph was cut into %d partitions by %s, this job wants %d by %s: restore with the settings it was written with, or begin without its state"
              .formatted(wasIn, name(remembered), partitions, name(remembers)));
    }
    known.turned(in.flag());
    for (int p = 0; p < partitions; p++) {
      loads[p] = in.varint();
    }
    nodes = in.varint();
    replicas = in.varint();
    cut = in.varint();
    in.end();
    sorted.forEach((id, bytes) -> known.read(id, new PieceReader(id, bytes, bytes.length)));
    known.restored();
    if (partitioner instanceof Hdrf hdrf) {
      hdrf.loads(loads);
    }
  }

  private static String name(boolean remembers) {
    return remembers ? "hdrf" : "hash";
  }
}
