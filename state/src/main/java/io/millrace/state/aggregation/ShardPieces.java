/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.ShardEvent.Order;
import io.millrace.models.aggregation.transit.ShardEvent.Solved;
import io.millrace.models.piece.PieceSink;
import io.millrace.state.aggregation.ShardState.Held;
import io.millrace.state.aggregation.ShardState.Kept;
import io.millrace.state.aggregation.ShardState.Stored;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** The piece of a shard that says what its other pieces are. */
final class ShardPieces {
  /** Layout 1 knew neither rounds of which a part is here, nor sums of parts. */
  private static final int VERSION = 2;

  private static final byte[] NOTHING = {};
  private static final ShardEventSerializer EVENTS = new ShardEventSerializer();

  private ShardPieces() {}

  static byte[] meta(ShardState state) {
    DataOutputSerializer out = new DataOutputSerializer(256);
    try {
      write(state, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.getCopyOfBuffer();
  }

  static void total(long round, RoundSums sums, PieceSink sink) {
    try {
      byte[] bytes = sums.changes();
      if (bytes != null) {
        sink.put(ShardState.TOTALS + round, bytes, bytes.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ShardState state, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    Varint.write(state.round, out);
    Varint.write(state.shards, out);
    Varint.write(state.nextPiece, out);
    Parts.list(state.tensors, (values, view) -> Varint.write(values, view), out);
    Varint.write(state.held.size(), out);
    for (Map.Entry<ChunkKey, Held> entry : state.held.entrySet()) {
      Parts.chunkKey(entry.getKey(), out);
      stored(entry.getValue().stored(), out);
      Varint.write(entry.getValue().count(), out);
    }
    Parts.list(new ArrayList<>(state.orders), EVENTS::serialize, out);
    Varint.write(state.fragments.size(), out);
    for (FragmentState fragment : state.fragments.values()) {
      Parts.fragment(fragment.fragment(), out);
      kept(fragment.members().values(), out);
      kept(fragment.latest().values(), out);
    }
    rounds(state.gathered, out);
    Parts.list(new ArrayList<>(state.solved.values()), EVENTS::serialize, out);
    rounds(state.gathering, out);
    Parts.list(
        new ArrayList<>(state.totals.keySet()), (round, view) -> Varint.write(round, view), out);
  }

  private static void rounds(Map<Long, List<Kept>> rounds, DataOutputView out) throws IOException {
    Varint.write(rounds.size(), out);
    for (Map.Entry<Long, List<Kept>> round : rounds.entrySet()) {
      Varint.write(round.getKey(), out);
      kept(round.getValue(), out);
    }
  }

  private static void kept(java.util.Collection<Kept> all, DataOutputView out) throws IOException {
    Varint.write(all.size(), out);
    for (Kept kept : all) {
      Parts.text(kept.worker(), out);
      Parts.payload(kept.payload(), out);
      out.writeDouble(kept.weight());
      stored(kept.stored(), out);
    }
  }

  private static void stored(Stored stored, DataOutputView out) throws IOException {
    Varint.write(stored.piece() - ShardState.CHUNKS, out);
    Parts.chunkHead(stored.head(), out);
  }

  static void restore(ShardState state, PieceFetch fetch) throws IOException {
    byte[] meta = fetch.piece(ShardState.META);
    if (meta == null) {
      throw new IOException("a shard has no piece 0: restore an earlier checkpoint");
    }
    DataInputDeserializer in = new DataInputDeserializer(meta);
    int version = in.readUnsignedByte();
    if (version < 1 || version > VERSION) {
      throw new IOException(
          "a shard has layout "
              + version
              + ", known is "
              + VERSION
              + ": restore with the release that wrote it, or a later one");
    }
    state.round = Varint.read(in);
    state.shards = Varint.readLength("shards", Integer.MAX_VALUE, in);
    state.nextPiece = Varint.read(in);
    state.tensors = Parts.list(Varint::read, in);
    int held = Varint.readLength("held", 1 << 24, in);
    for (int i = 0; i < held; i++) {
      ChunkKey key = Parts.chunkKey(in);
      Stored stored = stored(state, fetch, in);
      state.held.put(key, new Held(stored, Varint.readLength("count", 1 << 30, in)));
    }
    Parts.list(EVENTS::deserialize, in).forEach(event -> state.orders.add((Order) event));
    int fragments = Varint.readLength("fragments", 1 << 24, in);
    for (int i = 0; i < fragments; i++) {
      FragmentState fragment =
          new FragmentState(Parts.fragment(in), state.slots, state.parametrised);
      kept(state, fetch, in).forEach(kept -> fragment.members().put(kept.worker(), kept));
      kept(state, fetch, in).forEach(kept -> fragment.latest().put(kept.worker(), kept));
      fragment.restore(fetch, state.grid);
      state.fragments.put(fragment.fragment().index(), fragment);
    }
    rounds(state, state.gathered, fetch, in);
    Parts.list(EVENTS::deserialize, in)
        .forEach(event -> state.solved.put(((Solved) event).round(), (Solved) event));
    if (version == 1) {
      return;
    }
    rounds(state, state.gathering, fetch, in);
    for (long round : Parts.list(Varint::read, in)) {
      byte[] sums = fetch.piece(ShardState.TOTALS + round);
      if (sums == null) {
        throw new IOException(
            "a shard lacks the sums of round " + round + ": restore an earlier checkpoint");
      }
      state.totals.put(round, RoundSums.restored(sums, state.grid));
    }
  }

  private static void rounds(
      ShardState state, Map<Long, List<Kept>> rounds, PieceFetch fetch, DataInputView in)
      throws IOException {
    int size = Varint.readLength("rounds", 1 << 24, in);
    for (int i = 0; i < size; i++) {
      rounds.put(Varint.read(in), kept(state, fetch, in));
    }
  }

  /** Makes sure that all is there. */
  static void fetchAll(ShardState state) {
    state.held.values().forEach(held -> held.stored().chunk());
    state.gathered.values().forEach(all -> all.forEach(Kept::chunk));
    state.gathering.values().forEach(all -> all.forEach(Kept::chunk));
    for (FragmentState fragment : state.fragments.values()) {
      fragment.parameters();
      fragment.members().values().forEach(Kept::chunk);
      fragment.latest().values().forEach(Kept::chunk);
    }
  }

  private static List<Kept> kept(ShardState state, PieceFetch fetch, DataInputView in)
      throws IOException {
    int size = Varint.readLength("updates", 1 << 24, in);
    List<Kept> all = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      all.add(
          new Kept(Parts.text(in), Parts.payload(in), in.readDouble(), stored(state, fetch, in)));
    }
    return all;
  }

  private static Stored stored(ShardState state, PieceFetch fetch, DataInputView in)
      throws IOException {
    long piece = ShardState.CHUNKS + Varint.read(in);
    return state.restored(piece, Parts.chunkHead(NOTHING, in), fetch);
  }
}
