/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dashboard.feed.Letters;
import io.millrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterBoardTest {
  private static final Instant T = Instant.parse("2026-01-31T12:00:00.123Z");
  private static final long NOW = T.toEpochMilli();

  private final LetterBoard board = new LetterBoard("broker:9092");

  private LetterBoard.Letter shown(DeadLetter letter) {
    board.letter(letter, NOW);
    return ((LetterBoard.Snapshot) board.snapshot(NOW)).letters().get(0);
  }

  @Test
  void recordsOfMillraceAreDecoded() {
    LetterBoard.Letter letter = shown(Letters.frame(T));

    assertThat(letter.fields()).containsEntry("channels", 2).containsEntry("stream_id", "ecg-0003");
    assertThat(letter.undecoded()).isEmpty();
    assertThat(letter.text()).isNull();
  }

  @Test
  void textIsShownAsText() {
    LetterBoard.Letter letter = shown(Letters.text(T));

    assertThat(letter.text()).startsWith("<script>");
    assertThat(letter.fields()).isNull();
    assertThat(letter.undecoded()).contains("not in the single-object encoding");
    assertThat(letter.key()).isEqualTo("ecg-0003");
  }

  @Test
  void otherBytesAreShownAsNumbers() {
    LetterBoard.Letter letter = shown(Letters.binary(T));

    assertThat(letter.hex()).isEqualTo("c3 01 00 07 ff fe 03");
    assertThat(letter.text()).isNull();
  }

  @Test
  void aRecordWithoutValueIsNoProblem() {
    LetterBoard.Letter letter =
        shown(DeadLetter.newBuilder(Letters.text(T)).setPayload(null).setKey(null).build());

    assertThat(letter.bytes()).isZero();
    assertThat(letter.key()).isNull();
    assertThat(letter.undecoded()).contains("no value");
  }

  @Test
  void theReplayCommandSelectsTheLetter() {
    assertThat(shown(Letters.text(T)).replay())
        .isEqualTo(
            "./millrace replay --bootstrap-servers broker:9092 --topic millrace.signal.frame.v1"
                + " --from 2026-01-31T12:00:00.123Z --until 2026-01-31T12:00:00.124Z");
    assertThat(shown(Letters.model(T)).replay()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "plain.topic-1, plain.topic-1",
        "a b, 'a b'",
        "$(rm x), '$(rm x)'",
        "it's, 'it'\\''s'",
      })
  void wordsOfTheCommandAreSafeInAShell(String word, String quoted) {
    assertThat(LetterBoard.quoted(word)).isEqualTo(quoted);
  }

  @Test
  void onlyTheNewestLettersAreKeptButAllAreCounted() {
    for (int i = 0; i < 1000; i++) {
      board.letter(Letters.text(T), NOW);
    }

    LetterBoard.Snapshot all = (LetterBoard.Snapshot) board.snapshot(NOW + 1000);

    assertThat(all.letters()).hasSize(300);
    assertThat(all.total()).isEqualTo(1000);
    assertThat(all.lastMinute()).isEqualTo(1000);
    assertThat(board.total(List.of("millrace.signal.frame.v1", "other"))).isEqualTo(1000);
  }

  @Test
  void longPayloadsAreCut() {
    LetterBoard.Letter shown =
        shown(
            DeadLetter.newBuilder(Letters.text(T))
                .setPayload(ByteBuffer.wrap("x".repeat(5_000_000).getBytes(UTF_8)))
                .setReason("y".repeat(100_000))
                .build());

    assertThat(shown.bytes()).isEqualTo(5_000_000);
    assertThat(shown.text()).hasSizeLessThan(600);
    assertThat(shown.reason()).hasSizeLessThan(2100);
  }
}
