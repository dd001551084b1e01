/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.ShardEvent.Open;
import io.millrace.models.aggregation.transit.ShardEvent.Order;
import io.millrace.models.aggregation.transit.ShardEvent.Partial;
import io.millrace.models.aggregation.transit.ShardEvent.Solved;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.Piecewise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of a model: its parameters, the state of the server's step, the sums or updates of the
 * present round, and chunks whose update is not decided upon. Written in pieces: a chunk is written
 * once and never again, and one that comes and goes between two checkpoints not at all.
 */
public final class ShardState implements Piecewise {

  static final long META = 0;
  static final long CHUNKS = 1L << 62;
  static final long TOTALS = 1L << 61;

  final Grid grid;
  final int slots;
  final boolean parametrised;
  final Map<ChunkKey, Held> held = new HashMap<>();
  final ArrayDeque<Order> orders = new ArrayDeque<>();
  final TreeMap<Integer, FragmentState> fragments = new TreeMap<>();
  final TreeMap<Long, List<Kept>> gathered = new TreeMap<>();
  final TreeMap<Long, List<Kept>> gathering = new TreeMap<>();
  final TreeMap<Long, Solved> solved = new TreeMap<>();
  final TreeMap<Long, RoundSums> totals = new TreeMap<>();
  final Map<Long, Chunk> unwritten = new HashMap<>();
  final Set<Long> gone = new HashSet<>();
  List<Long> tensors = List.of();
  int shards = 1;
  long round;
  long nextPiece;
  private long chunkBytes;

  /** A chunk in the state: in the heap, or its head with a place to fetch it from. */
  record Stored(long piece, Chunk head, PieceFetch fetch) {
    Chunk chunk() {
      if (fetch == null) {
        return head;
      }
      byte[] bytes = fetch.piece(piece);
      if (bytes == null) {
        throw new IllegalStateException("a shard lacks a chunk: restore an earlier checkpoint");
      }
      return new Chunk(head.tensor(), head.offset(), head.count(), head.codec(), bytes, head.crc());
    }

    /** Heap bytes, roughly. */
    long size() {
      return 200L + (fetch == null ? head.bytes().length : 0);
    }
  }

  /** A chunk that waits for an order, and how often it came. */
  record Held(Stored stored, int count) {}

  /** A chunk of an update of the round. */
  public record Kept(String worker, Payload payload, double weight, Stored stored) {
    /** Read from where it lies, if it is not in the heap. */
    public Chunk chunk() {
      return stored.chunk();
    }
  }

  /**
   * Nothing yet.
   *
   * @param grid of the sums; any where there are none
   * @param slots arrays that the server's step keeps
   * @param parametrised whether parameters live here
   */
  public ShardState(Grid grid, int slots, boolean parametrised) {
    this.grid = grid;
    this.slots = slots;
    this.parametrised = parametrised;
  }

  /** Keeps a chunk until an order tells what to do with it. */
  public void hold(ChunkKey key, Chunk chunk) {
    Held before = held.get(key);
    held.put(
        key,
        before == null ? new Held(store(chunk), 1) : new Held(before.stored(), before.count() + 1));
  }

  /** Whether a chunk is there. */
  public boolean holds(ChunkKey key) {
    return held.containsKey(key);
  }

  /** Takes one arrival of a chunk out, to be kept as an update of the round. */
  public Kept take(ChunkKey key, Payload payload, double weight) {
    Held found = held.get(key);
    if (found.count() > 1) {
      held.put(key, new Held(found.stored(), found.count() - 1));
      return new Kept(key.update().worker(), payload, weight, store(found.stored().chunk()));
    }
    held.remove(key);
    return new Kept(key.update().worker(), payload, weight, found.stored());
  }

  /** Keeps a chunk that came with its round. */
  public Kept keep(String worker, Payload payload, double weight, Chunk chunk) {
    return new Kept(worker, payload, weight, store(chunk));
  }

  /** Lets a chunk go. */
  public void release(Kept kept) {
    long piece = kept.stored().piece();
    chunkBytes -= kept.stored().size();
    if (unwritten.remove(piece) == null) {
      gone.add(piece);
    }
  }

  Stored store(Chunk chunk) {
    long piece = CHUNKS + nextPiece++;
    unwritten.put(piece, chunk);
    return counted(new Stored(piece, chunk, null));
  }

  /** A chunk of which only the head is here. */
  Stored restored(long piece, Chunk head, PieceFetch fetch) {
    return counted(new Stored(piece, head, fetch));
  }

  private Stored counted(Stored stored) {
    chunkBytes += stored.size();
    return stored;
  }

  /** Orders not yet carried out, oldest first; live. */
  public Deque<Order> orders() {
    return orders;
  }

  /** Begins with zeros. */
  public void open(Open open) {
    tensors = open.tensors();
    shards = open.shards();
    open.fragments()
        .forEach(f -> fragments.put(f.index(), new FragmentState(f, slots, parametrised)));
  }

  /** By index; live. */
  public SortedMap<Integer, FragmentState> fragments() {
    return fragments;
  }

  /** Values of each tensor; only where the shard is the whole model. */
  public List<Long> tensors() {
    return tensors;
  }

  /** How many shards the model has. */
  public int shards() {
    return shards;
  }

  /** Number of the present round. */
  public long round() {
    return round;
  }

  public void round(long value) {
    round = value;
  }

  /** Updates of closed rounds that wait for their coefficients; live. */
  public SortedMap<Long, List<Kept>> gathered() {
    return gathered;
  }

  /** Updates of closed rounds of which more are under way; live. */
  public SortedMap<Long, List<Kept>> gathering() {
    return gathering;
  }

  /** Coefficients of closed rounds that wait for their updates; live. */
  public SortedMap<Long, Solved> solved() {
    return solved;
  }

  /** Adds the sums of a part of the workers to those of its round. */
  public void add(Partial partial) {
    totals
        .computeIfAbsent(
            partial.round().number(), number -> new RoundSums(partial.round(), partial.parts()))
        .add(partial, grid);
  }

  /** Takes out the sums of the present round once all parts are in; else null. */
  public RoundSums complete() {
    RoundSums sums = totals.get(round);
    if (sums == null || !sums.isComplete()) {
      return null;
    }
    totals.remove(round);
    gone.add(TOTALS + round);
    return sums;
  }

  /** Whether there is nothing to remember. */
  public boolean isEmpty() {
    return fragments.isEmpty()
        && held.isEmpty()
        && orders.isEmpty()
        && gathering.isEmpty()
        && gathered.isEmpty()
        && solved.isEmpty()
        && totals.isEmpty();
  }

  /** Heap bytes, roughly. */
  public long bytes() {
    long bytes = 512 + chunkBytes + 200L * (orders.size() + held.size());
    for (FragmentState fragment : fragments.values()) {
      bytes += fragment.bytes();
    }
    for (RoundSums sums : totals.values()) {
      bytes += sums.bytes();
    }
    return bytes;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    gone.forEach(sink::remove);
    gone.clear();
    unwritten.forEach((piece, chunk) -> sink.put(piece, chunk.bytes(), chunk.bytes().length));
    unwritten.clear();
    fragments.values().forEach(fragment -> fragment.write(sink));
    totals.forEach((number, sums) -> ShardPieces.total(number, sums, sink));
    byte[] meta = ShardPieces.meta(this);
    sink.put(META, meta, meta.length);
  }

  @Override
  public void restore(PieceSource source) {
    Map<Long, byte[]> pieces = new HashMap<>();
    source.forEach((id, bytes, length) -> pieces.put(id, java.util.Arrays.copyOf(bytes, length)));
    try {
      resume(pieces::get);
      ShardPieces.fetchAll(this);
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Takes over a state of which chunks and parameters are fetched when they are needed. */
  void resume(PieceFetch fetch) throws IOException {
    ShardPieces.restore(this, fetch);
  }
}
