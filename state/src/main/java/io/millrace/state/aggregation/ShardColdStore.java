/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.PieceEntries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.runtime.state.KeyedStateBackend;

/**
 * Shards in Flink's keyed state, an entry per piece. What is read of a shard is what tells of its
 * pieces; chunks and parameters follow when they are asked for, so that a chunk which comes to a
 * cold shard does not bring all others of the round into the heap.
 */
public final class ShardColdStore implements ColdStore<String, ShardState> {
  private final KeyedStateBackend<String> backend;
  private final MapState<Long, byte[]> pieces;
  private final PieceEntries entries;
  private final Supplier<ShardState> maker;

  /**
   * A store.
   *
   * @param backend of the operator
   * @param pieces a state registered with that backend
   * @param maker makes an empty state, to be restored
   */
  public ShardColdStore(
      KeyedStateBackend<String> backend,
      MapState<Long, byte[]> pieces,
      Supplier<ShardState> maker) {
    this.backend = backend;
    this.pieces = pieces;
    // Chunks and sums are arrays of their own, which nobody changes.
    this.entries = new PieceEntries(pieces, false);
    this.maker = maker;
  }

  @Override
  public ShardState read(String key) throws IOException {
    byte[] meta = piece(key, ShardState.META);
    if (meta == null) {
      return null;
    }
    ShardState state = maker.get();
    try {
      state.resume(id -> id == ShardState.META ? meta : unchecked(key, id));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return state;
  }

  private byte[] unchecked(String key, long id) {
    try {
      return piece(key, id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] piece(String key, long id) throws IOException {
    backend.setCurrentKey(key);
    try {
      return pieces.get(id);
    } catch (Exception e) {
      throw failed("read", key, e);
    }
  }

  @Override
  public void write(String key, ShardState state) throws IOException {
    backend.setCurrentKey(key);
    state.writeChanges(entries);
    Exception failure = entries.failure();
    if (failure != null) {
      throw failed("written", key, failure);
    }
  }

  @Override
  public void delete(String key) {
    backend.setCurrentKey(key);
    pieces.clear();
  }

  /** The pieces are bytes of their own; no live object is among them. */
  @Override
  public boolean sharesObjects() {
    return false;
  }

  private static IOException failed(String what, String key, Exception cause) {
    return new IOException(
        "shard '" + key + "' could not be " + what + ": " + cause.getMessage(), cause);
  }
}
