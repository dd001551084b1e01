/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.node.IdTable;
import io.millrace.models.graph.transit.Holders;
import io.millrace.models.graph.transit.Replica;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What a partition remembers of its exchange with the others: how many replicas it sent to each and
 * took of each, by number, so that none is taken twice and one that is missing shows; and which of
 * its own nodes others wait for.
 */
public final class ReplicaLinks {
  private static final int VERSION = 1;
  private static final int MAX_NODES = 1 << 27;

  private final long[] sent;
  private final long[] takenEpoch;
  private final long[] taken;
  private final IdTable changed = new IdTable();
  private final List<Holders> news = new ArrayList<>();
  private final Set<Long> newsOf = new HashSet<>();
  private long epoch = Long.MIN_VALUE;
  private long dueMillis = Long.MAX_VALUE;
  private long total;
  private long missing;
  private boolean dirty;

  ReplicaLinks(int partitions) {
    sent = new long[partitions];
    takenEpoch = new long[partitions];
    taken = new long[partitions];
  }

  /** When what changed is to be sent, {@link Long#MAX_VALUE} where nothing did. */
  public long dueMillis() {
    return dueMillis;
  }

  /**
   * Notes that others wait for a node.
   *
   * @param millis event time of the change
   * @param interval between two exchanges, milliseconds
   */
  public void changed(long node, long millis, long interval) {
    begin(millis);
    dirty |= changed.find(node) == 0;
    changed.intern(node);
    dueMillis = Math.min(dueMillis, end(millis, interval));
  }

  private void begin(long millis) {
    if (epoch == Long.MIN_VALUE) {
      epoch = millis;
    }
  }

  private static long end(long millis, long interval) {
    return (Math.floorDiv(millis, interval) + 1) * interval;
  }

  /**
   * Keeps news until event time reaches them: they come before the edges of their time have had
   * their turn.
   */
  public void note(Holders holders, long interval) {
    begin(holders.timeMillis());
    news.add(holders);
    newsOf.add(holders.node());
    dueMillis = Math.min(dueMillis, end(holders.timeMillis(), interval));
    dirty = true;
  }

  /**
   * Who has a node by the news up to a time, which are not kept any longer.
   *
   * @return a bit per partition; 0 where there are no news
   */
  public long holders(long node, long millis) {
    if (!newsOf.contains(node)) {
      return 0;
    }
    long partitions = 0;
    for (Iterator<Holders> each = news.iterator(); each.hasNext(); ) {
      Holders holders = each.next();
      if (holders.node() == node && holders.timeMillis() <= millis) {
        partitions |= holders.partitions();
        each.remove();
      }
    }
    index();
    return partitions;
  }

  /** News of before a time, which are not kept any longer. */
  public List<Holders> newsBefore(long millis) {
    List<Holders> before = new ArrayList<>();
    for (Iterator<Holders> each = news.iterator(); each.hasNext(); ) {
      Holders holders = each.next();
      if (holders.timeMillis() < millis) {
        before.add(holders);
        each.remove();
      }
    }
    index();
    return before;
  }

  private void index() {
    newsOf.clear();
    news.forEach(holders -> newsOf.add(holders.node()));
    dirty = true;
  }

  /** Nodes that others wait for. */
  public int size() {
    return changed.limit() - 1;
  }

  /** One of them, from 0, in the order they changed. */
  public long node(int place) {
    return changed.id(place + 1);
  }

  /** All were sent; only news can be due. */
  public void done(long interval) {
    changed.clear();
    dueMillis = Long.MAX_VALUE;
    for (Holders holders : news) {
      dueMillis = Math.min(dueMillis, end(holders.timeMillis(), interval));
    }
    dirty = true;
  }

  /** When this partition began, event time. */
  public long epoch() {
    return epoch;
  }

  /** The number of the next replica for a partition. */
  public long next(int partition) {
    dirty = true;
    return ++sent[partition];
  }

  /** Whether a replica is new; it counts as taken then. */
  public boolean take(Replica replica) {
    int from = replica.from();
    if (replica.epoch() < takenEpoch[from]
        || (replica.epoch() == takenEpoch[from] && replica.number() <= taken[from])) {
      return false;
    }
    long expected = replica.epoch() == takenEpoch[from] ? taken[from] + 1 : 1;
    missing += replica.number() - expected;
    takenEpoch[from] = replica.epoch();
    taken[from] = replica.number();
    total++;
    dirty = true;
    return true;
  }

  /** Whether a partition of that number can be. */
  public boolean has(int partition) {
    return partition >= 0 && partition < sent.length;
  }

  /** Replicas taken. */
  public long total() {
    return total;
  }

  /** Replicas sent. */
  public long sent() {
    long all = 0;
    for (long each : sent) {
      all += each;
    }
    return all;
  }

  /** Replicas that others sent and that did not come, by the gaps in their numbers. */
  public long missing() {
    return missing;
  }

  long bytes() {
    return 24L * sent.length + 24L * changed.limit() + 120L * news.size();
  }

  boolean changed() {
    return dirty;
  }

  void write(PieceWriter out) {
    out.u8(VERSION);
    out.varint(sent.length);
    for (int p = 0; p < sent.length; p++) {
      out.varint(sent[p]);
      out.int64(takenEpoch[p]);
      out.varint(taken[p]);
    }
    out.int64(epoch);
    out.int64(dueMillis);
    out.varint(total);
    out.varint(missing);
    out.varint(size());
    for (int i = 0; i < size(); i++) {
      out.int64(node(i));
    }
    out.varint(news.size());
    for (Holders holders : news) {
      out.int64(holders.node());
      out.int64(holders.partitions());
      out.int64(holders.timeMillis());
    }
    dirty = false;
  }

  void read(String graphId, PieceReader in) {
    in.version(VERSION);
    long partitions = in.varint();
    if (partitions != sent.length) {
      throw new IllegalArgumentException(
          "the graph had %d partitions, this job wants %d: restore with the settings it was written with, or begin without its state"
              .formatted(partitions, sent.length));
    }
    for (int p = 0; p < sent.length; p++) {
      sent[p] = in.varint();
      takenEpoch[p] = in.int64();
      taken[p] = in.varint();
    }
    epoch = in.int64();
    dueMillis = in.int64();
    total = in.varint();
    missing = in.varint();
    int nodes = in.count("nodes", MAX_NODES);
    for (int i = 0; i < nodes; i++) {
      changed.intern(in.int64());
    }
    int waiting = in.count("news", MAX_NODES);
    for (int i = 0; i < waiting; i++) {
      long node = in.int64();
      long holders = in.int64();
      news.add(new Holders(graphId, in.int64(), node, holders));
    }
    index();
    in.end();
    dirty = false;
  }
}
