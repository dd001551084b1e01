/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.Piecewise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;

/**
 * Flink's keyed state as the cold store of states in pieces: an entry per piece, so that a write
 * touches only what changed since the last. Every access makes the key the backend's current one.
 *
 * @param <K> the key
 * @param <S> the state
 */
public final class PieceColdStore<K, S extends Piecewise> implements ColdStore<K, S> {
  private final KeyedStateBackend<K> backend;
  private final MapState<Long, byte[]> pieces;
  private final Function<K, S> maker;
  private final long whole;
  private final PieceEntries entries;

  /**
   * @param backend of the operator
   * @param pieces a state registered with that backend, of {@link #descriptor}
   * @param maker makes an empty state, to be restored
   * @param whole the piece that, where there is one of that id, is the whole state: it is looked up
   *     before all pieces are, which costs several times as much
   */
  public PieceColdStore(
      KeyedStateBackend<K> backend,
      MapState<Long, byte[]> pieces,
      Function<K, S> maker,
      long whole) {
    this.backend = backend;
    this.pieces = pieces;
    this.maker = maker;
    this.whole = whole;
    this.entries = new PieceEntries(pieces, true);
  }

  /** What to register: the pieces by their ids. */
  public static MapStateDescriptor<Long, byte[]> descriptor(String name) {
    return new MapStateDescriptor<>(
        name, Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public S read(K key) throws IOException {
    backend.setCurrentKey(key);
    List<Map.Entry<Long, byte[]>> all = new ArrayList<>();
    try {
      byte[] one = pieces.get(whole);
      if (one != null) {
        all.add(Map.entry(whole, one));
      } else {
        pieces.entries().forEach(entry -> all.add(Map.entry(entry.getKey(), entry.getValue())));
      }
    } catch (Exception e) {
      throw failed("read", key, e);
    }
    if (all.isEmpty()) {
      return null;
    }
    S state = maker.apply(key);
    try {
      state.restore(source(all));
    } catch (IllegalArgumentException e) {
      throw failed("restored", key, e);
    }
    return state;
  }

  private static PieceSource source(List<Map.Entry<Long, byte[]>> all) {
    return consumer -> {
      for (Map.Entry<Long, byte[]> piece : all) {
        consumer.accept(piece.getKey(), piece.getValue(), piece.getValue().length);
      }
    };
  }

  @Override
  public void write(K key, S state) throws IOException {
    backend.setCurrentKey(key);
    state.writeChanges(entries);
    Exception failure = entries.failure();
    if (failure != null) {
      throw failed("written", key, failure);
    }
  }

  @Override
  public void delete(K key) {
    backend.setCurrentKey(key);
    pieces.clear();
  }

  /** The pieces are bytes of their own; no live object is among them. */
  @Override
  public boolean sharesObjects() {
    return false;
  }

  private static IOException failed(String what, Object key, Exception cause) {
    return new IOException(
        "the state of key '" + key + "' could not be " + what + ": " + cause.getMessage(), cause);
  }
}
