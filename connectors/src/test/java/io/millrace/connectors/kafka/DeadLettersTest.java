/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.topics.Topics;
import io.millrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final KafkaRecord SMALL =
      new KafkaRecord("t", 2, 7, 0, new byte[3], new byte[5], Map.of("h", new byte[] {1}));

  private static DeadLetter letter(KafkaRecord record) {
    return DeadLetters.of(record, "r", "decode", 1);
  }

  private static KafkaRecord record(int key, int value, int header) {
    return new KafkaRecord(
        "t", 2, 7, 0, new byte[key], new byte[value], Map.of("h", new byte[header]));
  }

  @Test
  void aRecordThatFitsIsWhole() {
    DeadLetter letter = letter(SMALL);
    assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(SMALL.value()));
    assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(SMALL.key()));
    assertThat(letter.getHeaders()).containsOnlyKeys("h");
    assertThat(letter.getMissingBytes()).isZero();
    assertThat(letter(new KafkaRecord("t", 2, 7, 0, null, null, Map.of())).getMissingBytes())
        .isZero();
  }

  @Test
  void whatDoesNotFitIsCutAndCounted() {
    DeadLetter value = letter(record(1, DeadLetters.MOST_PAYLOAD + 9, 1));
    assertThat(value.getPayload().remaining()).isEqualTo(DeadLetters.MOST_PAYLOAD);
    assertThat(value.getMissingBytes()).isEqualTo(9);
    assertThat(value.getTopic() + value.getPartition() + '@' + value.getOffset()).isEqualTo("t2@7");
    DeadLetter key = letter(record(DeadLetters.MOST_KEY + 4, 1, 1));
    assertThat(key.getKey().remaining()).isEqualTo(DeadLetters.MOST_KEY);
    assertThat(key.getMissingBytes()).isEqualTo(4);
    DeadLetter headers = letter(record(1, 1, DeadLetters.MOST_HEADERS));
    assertThat(headers.getHeaders()).isEmpty();
    assertThat(headers.getMissingBytes()).isGreaterThan(DeadLetters.MOST_HEADERS);
  }

  @Test
  void theLargestLetterFitsItsTopicUncompressed() {
    KafkaRecord huge = record(1 << 20, 20 << 20, 60 << 10);
    RecordWriter<DeadLetter> writer = RecordWriters.deadLetters(SingleObjectFraming.released());
    DeadLetter letter = DeadLetters.of(huge, "\u20ac".repeat(1 << 20), "decode", 1);
    int room = Topics.DEAD_LETTERS.maxRecordBytes() - (256 << 10);
    assertThat(writer.key(letter).length + writer.value(letter).length).isLessThan(room);
    assertThat(letter.getReason()).hasSize(DeadLetters.MOST_REASON + 3).endsWith("...");
  }

  @Test
  void aLetterThatWasNotCountedIsIncompleteAllTheSame() {
    DeadLetter whole = letter(SMALL);
    DeadLetter part = DeadLetters.incomplete(whole);
    assertThat(part.getMissingBytes()).isEqualTo(-1);
    assertThat(DeadLetter.newBuilder(part).setMissingBytes(0).build()).isEqualTo(whole);
    DeadLetter cut = letter(record(1, DeadLetters.MOST_PAYLOAD + 9, 1));
    assertThat(DeadLetters.incomplete(cut)).isSameAs(cut);
  }
}
