/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.embedded.BrokerExtension;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;
import io.millrace.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplayITCase {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private final long now = System.currentTimeMillis();
  private String letters;
  private String origin;
  private String other;
  private Replay replay;

  @BeforeEach
  void writeLetters() throws Exception {
    letters = BROKER.topic(2);
    origin = BROKER.topic(3);
    other = BROKER.topic(1);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String reason = i % 2 == 0 ? "truncated: byte " + i : "oversize: " + i;
      KafkaRecord record =
          new KafkaRecord(
              i == 9 ? "" : i < 6 ? origin : other,
              0,
              i,
              now,
              i == 3 ? null : bytes("key" + i),
              i == 4 ? null : bytes("value" + i),
              Map.of("h", bytes("header" + i)));
      records.add(
          new ProducerRecord<>(
              letters,
              DeadLetters.codec()
                  .encode(DeadLetters.of(record, reason, "decode", now + i * 1000L))));
    }
    records.add(new ProducerRecord<>(letters, bytes("no letter")));
    BROKER.send(records);
    replay = new Replay(BROKER.connection(), letters, Duration.ofSeconds(10));
  }

  @Test
  void everyLetterGoesBackAsItWas() {
    ReplayReport report = replay.run(Selection.ALL, n -> {});
    assertThat(report).isEqualTo(new ReplayReport(10, 10, 1, 0, 1, Map.of(origin, 6L, other, 3L)));
    List<ConsumerRecord<byte[], byte[]>> back = BROKER.committed(origin);
    assertThat(back).hasSize(6);
    for (ConsumerRecord<byte[], byte[]> record : back) {
      int i = Integer.parseInt(text(record.headers().lastHeader("h").value()).substring(6));
      assertThat(text(record.key())).isEqualTo(i == 3 ? null : "key" + i);
      assertThat(text(record.value())).isEqualTo(i == 4 ? null : "value" + i);
      assertThat(text(record.headers().lastHeader(Replay.MARKER).value()))
          .matches(Pattern.quote(letters) + "-[01]@\\d+");
    }
    assertThat(back)
        .extracting(r -> text(r.headers().lastHeader(Replay.MARKER).value()))
        .doesNotHaveDuplicates();
  }

  @Test
  void timeReasonAndTopicSelect() {
    Selection selection =
        Selection.ALL
            .between(Instant.ofEpochMilli(now + 2000), Instant.ofEpochMilli(now + 8000))
            .because(Pattern.compile("^truncated"))
            .ofTopic(other);
    assertThat(replay.dryRun(selection))
        .isEqualTo(new ReplayReport(10, 1, 0, 0, 1, Map.of(other, 1L)));
    assertThat(BROKER.committed(other)).isEmpty();
    replay.run(selection, n -> {});
    assertThat(BROKER.committed(other))
        .singleElement()
        .extracting(r -> text(r.value()))
        .isEqualTo("value6");
    assertThat(BROKER.committed(origin)).isEmpty();
  }

  @Test
  void aLaterBeginningSkipsWhatTheBrokerReceivedLongBefore() {
    Selection tomorrow = Selection.ALL.between(Instant.now().plus(Duration.ofDays(1)), Instant.MAX);
    assertThat(replay.dryRun(tomorrow)).isEqualTo(new ReplayReport(0, 0, 0, 0, 0, Map.of()));
  }

  @Test
  void aSecondReplayMarksTheSameLettersAlike() {
    replay.run(Selection.ALL.ofTopic(other), n -> {});
    replay.run(Selection.ALL.ofTopic(other), n -> {});
    assertThat(BROKER.committed(other))
        .hasSize(6)
        .extracting(r -> text(r.headers().lastHeader(Replay.MARKER).value()))
        .satisfies(markers -> assertThat(markers.stream().distinct()).hasSize(3));
  }

  @Test
  void aFullPartGoesBackAndHalfARecordStays() throws Exception {
    byte[] part = new byte[(1 << 20) + 4000];
    new Random(5).nextBytes(part);
    String source = BROKER.topic(Topics.DEAD_LETTERS.withPartitions(1));
    String updates = BROKER.topic(Topics.PARAMETER_UPDATES.withPartitions(1));
    KafkaRecord whole = new KafkaRecord(updates, 0, 0, now, bytes("w"), part, Map.of());
    KafkaRecord huge =
        new KafkaRecord(
            updates, 0, 1, now, bytes("w"), new byte[DeadLetters.MOST_PAYLOAD + 1], Map.of());
    List<DeadLetter> refused =
        List.of(
            DeadLetters.of(whole, "r", "decode", now),
            DeadLetters.of(huge, "r", "decode", now),
            DeadLetters.incomplete(DeadLetters.of(whole, "r", "decide-rounds", now)));
    try (RecordTopic topic =
        new RecordTopic(BROKER.connection(), Topics.DEAD_LETTERS.withName(source))) {
      for (DeadLetter letter : refused) {
        topic.send(bytes("w"), DeadLetters.codec().encode(letter));
      }
      topic.flush();
    }
    ReplayReport report =
        new Replay(BROKER.connection(), source, Duration.ofSeconds(10)).run(Selection.ALL, n -> {});
    assertThat(report).isEqualTo(new ReplayReport(3, 3, 0, 2, 0, Map.of(updates, 1L)));
    assertThat(BROKER.committed(updates))
        .singleElement()
        .extracting(r -> r.value())
        .isEqualTo(part);
  }

  @Test
  void aTopicThatIsGoneIsNamed() throws Exception {
    String lost = BROKER.topic(1);
    KafkaRecord record = new KafkaRecord("gone", 0, 0, now, null, bytes("v"), Map.of());
    BROKER.send(
        List.of(
            new ProducerRecord<>(
                lost, DeadLetters.codec().encode(DeadLetters.of(record, "r", "decode", now)))));
    Replay impossible = new Replay(BROKER.connection(), lost, Duration.ofSeconds(2));
    assertThatThrownBy(() -> impossible.run(Selection.ALL, n -> {}))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("cannot go back to gone");
    assertThatThrownBy(
            () ->
                new Replay(BROKER.connection(), "absent", Duration.ofSeconds(2))
                    .dryRun(Selection.ALL))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThatThrownBy(() -> Selection.ALL.between(Instant.MAX, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("until must be later");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
