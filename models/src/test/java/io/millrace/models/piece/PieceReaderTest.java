/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceReaderTest {
  private final PieceWriter out = new PieceWriter().begin();

  private PieceReader reader() {
    return new PieceReader(17, out.bytes(), out.length());
  }

  @Test
  void numbersOfAllKindsComeBack() {
    double[] amounts = {0, 1, 7, 1e12, 0x1p52, 0.1, 1e300, 4503599627370495.0, 1e-300, -0.0};
    for (double amount : amounts) {
      out.amount(amount);
    }
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      out.varint(random.nextLong() >>> random.nextInt(64));
    }
    out.float32(0.1f);
    out.float64(-0.1);
    out.int64(Long.MIN_VALUE);
    out.flag(true);
    PieceReader in = reader();
    for (double amount : amounts) {
      assertThat(in.amount()).isEqualTo(amount);
    }
    Random again = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(in.varint()).isEqualTo(again.nextLong() >>> again.nextInt(64));
    }
    assertThat(in.float32()).isEqualTo(0.1f);
    assertThat(in.float64()).isEqualTo(-0.1);
    assertThat(in.int64()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.flag()).isTrue();
    in.end();
    assertThat(in.atEnd()).isTrue();
  }

  @Test
  void smallWholeAmountsTakeOneByte() {
    out.amount(63);
    assertThat(out.length()).isOne();
  }

  @Test
  void whatIsWrongNamesThePiece() {
    out.u8(3);
    assertThatThrownBy(() -> reader().version(2))
        .hasMessageContaining("piece 17 has version 3, known are 1 to 2");
    assertThatThrownBy(() -> reader().int64()).hasMessageContaining("piece 17, byte 0 of 1");
    assertThatThrownBy(() -> reader().count("dogs", 2)).hasMessageContaining("3 dogs, at most 2");
    assertThatThrownBy(() -> reader().end()).hasMessageContaining("left over");
  }

  @Test
  void membersKeepTheirPiecesApart() {
    MemoryPieces store = new MemoryPieces();
    store.put(5, new byte[] {9}, 1);
    store.of(0).put(5, new byte[] {1}, 1);
    store.of(7).put(5, new byte[] {2, 3}, 2);
    store.of(7).put(6, new byte[] {4}, 1);
    store.of(7).remove(6);
    MemoryPieces seven = new MemoryPieces();
    store.source().of(7).forEach(seven::put);
    assertThat(seven.text()).isEqualTo("5: 0203\n");
    assertThat(store.all()).hasSize(3);
    Members members = new Members(store.source());
    MemoryPieces again = new MemoryPieces();
    members.of(7).forEach(again::put);
    assertThat(again.text()).isEqualTo("5: 0203\n");
    members.ensemble().forEach(again::put);
    assertThat(again.text()).isEqualTo("5: 09\n");
    assertThat(members.has(0)).isTrue();
    assertThat(members.has(1)).isFalse();
    members.of(1).forEach((id, bytes, length) -> again.remove(5));
    assertThat(again.all()).hasSize(1);
  }
}
