/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PackTest {
  private static final class Store implements PieceSink {
    private final Map<Long, byte[]> pieces = new TreeMap<>();
    private int puts;

    @Override
    public void put(long id, byte[] bytes, int length) {
      pieces.put(id, Arrays.copyOf(bytes, length));
      puts++;
    }

    @Override
    public void remove(long id) {
      pieces.remove(id);
    }

    PieceSource source() {
      return consumer -> pieces.forEach((id, bytes) -> consumer.accept(id, bytes, bytes.length));
    }
  }

  private static void put(PieceSink sink, long id, int length) {
    byte[] bytes = new byte[length + 3];
    Arrays.fill(bytes, (byte) (id + length));
    sink.put(id, bytes, length);
  }

  private static Map<Long, String> texts(PieceSource source) {
    Map<Long, String> texts = new TreeMap<>();
    source.forEach(
        (id, bytes, length) -> texts.put(id, HexFormat.of().formatHex(bytes, 0, length)));
    return texts;
  }

  @Test
  void smallPiecesAreOneEntryWhateverChanged() {
    Store store = new Store();
    Pack pack = new Pack();
    PieceSink sink = pack.begin(store);
    put(sink, -1, 10);
    put(sink, 0, 20);
    put(sink, 1L << 41, 30);
    pack.end();
    assertThat(store.pieces.keySet()).containsExactly(Pack.ID);

    sink = pack.begin(store);
    put(sink, 0, 5);
    sink.remove(1L << 41);
    pack.end();
    assertThat(store.puts).isEqualTo(2);
    assertThat(texts(new Pack().restore(store.source())))
        .isEqualTo(Map.of(-1L, "09".repeat(10), 0L, "05".repeat(5)));
  }

  @Test
  void whatIsPutLastInAWriteCounts() {
    Store store = new Store();
    Pack pack = new Pack();
    PieceSink sink = pack.begin(store);
    put(sink, 1, 4);
    put(sink, 2, 4);
    put(sink, 1, 6);
    sink.remove(2);
    sink.remove(3);
    put(sink, 3, 1);
    pack.end();
    assertThat(texts(new Pack().restore(store.source())))
        .isEqualTo(Map.of(1L, "07".repeat(6), 3L, "04"));
  }

  @Test
  void largePiecesAreSpreadAndThenWrittenByThemselves() {
    Store store = new Store();
    Pack pack = new Pack();
    PieceSink sink = pack.begin(store);
    put(sink, 1, 10);
    put(sink, 2, 10);
    pack.end();
    sink = pack.begin(store);
    put(sink, 2, Pack.LIMIT);
    pack.end();
    assertThat(store.pieces.keySet()).as("the pack itself is gone").containsExactly(1L, 2L);

    int before = store.puts;
    sink = pack.begin(store);
    put(sink, 1, 11);
    pack.end();
    assertThat(store.puts).isEqualTo(before + 1);
    assertThat(store.pieces.get(1L)).hasSize(11);
    assertThat(pack.bytes()).isLessThan(200);
  }

  @Test
  void piecesThatOutgrowThePackInTheMiddleOfAWriteAreAllThere() {
    Store store = new Store();
    put(store, 1, 9);
    put(store, 2, 9);
    put(store, 3, 9);
    Pack pack = new Pack();
    pack.restore(store.source());
    PieceSink sink = pack.begin(store);
    sink.remove(1);
    put(sink, 4, 20);
    put(sink, 5, Pack.LIMIT);
    put(sink, 6, 20);
    sink.remove(4);
    put(sink, 2, 1);
    pack.end();
    assertThat(store.pieces.keySet()).containsExactly(2L, 3L, 5L, 6L);
    assertThat(store.pieces.get(2L)).hasSize(1);
  }

  @Test
  void aSpreadStateThatHasShrunkIsPackedAgainAfterARestore() {
    Store store = new Store();
    put(store, -1, 9);
    put(store, 5, 9);
    Pack pack = new Pack();
    assertThat(texts(pack.restore(store.source()))).isEqualTo(texts(store.source()));
    PieceSink sink = pack.begin(store);
    put(sink, 5, 3);
    pack.end();
    assertThat(store.pieces.keySet()).containsExactly(Pack.ID);
    assertThat(texts(new Pack().restore(store.source())))
        .containsEntry(-1L, "08".repeat(9))
        .containsEntry(5L, "08".repeat(3));
  }

  @Test
  void anyChangesGiveThePiecesOfAPlainMap() {
    Random random = new Random(3);
    for (int run = 0; run < 50; run++) {
      Store store = new Store();
      Store plain = new Store();
      Pack pack = new Pack();
      for (int write = 0; write < 40; write++) {
        PieceSink sink = pack.begin(store);
        for (int change = random.nextInt(6); change >= 0; change--) {
          long id = random.nextInt(12) - 2L;
          if (id == Pack.ID || random.nextInt(4) == 0) {
            sink.remove(id);
            plain.remove(id);
          } else {
            int length = random.nextInt(write < 20 ? 400 : 2500);
            put(sink, id, length);
            put(plain, id, length);
          }
        }
        pack.end();
        if (random.nextInt(5) == 0) {
          pack = new Pack();
          assertThat(texts(pack.restore(store.source()))).isEqualTo(texts(plain.source()));
        }
      }
    }
  }

  @Test
  void aDamagedPackIsRefused() {
    Store store = new Store();
    Pack pack = new Pack();
    put(pack.begin(store), 1, 10);
    pack.end();
    byte[] bytes = store.pieces.get(Pack.ID);
    for (int length = 0; length < bytes.length; length++) {
      if (length != 1) {
        store.pieces.put(Pack.ID, Arrays.copyOf(bytes, length));
        assertThatThrownBy(() -> texts(new Pack().restore(store.source())))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("piece -3");
      }
    }
  }
}
