/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.SignalFrames;
import io.millrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // closing a harness may be interrupted
class DecodingTest {
  private static final SignalFrames FRAMES = SignalFrames.singleObject();
  private static final long NOW = 1_700_000_000_000L;

  private static FrameDecoder<String> decoder() {
    return FrameDecoder.of(
        SignalFrames.singleObject(),
        (record, id, sequence, time, rate, channels, samples) ->
            record.position() + ' ' + id + ' ' + sequence + ' ' + samples.length,
        Duration.ofDays(1));
  }

  @Test
  void aPoisonedRecordGoesToDeadLettersAndTheNextIsProcessed() throws Exception {
    try (var harness = harness(decoder())) {
      harness.setProcessingTime(77);
      harness.processElement(new StreamRecord<>(record(0, frame("a", NOW)), NOW));
      harness.processElement(new StreamRecord<>(record(1, new byte[] {1, 2, 3}), NOW));
      harness.processElement(new StreamRecord<>(record(2, null), NOW));
      harness.processElement(new StreamRecord<>(record(3, frame("b", NOW)), NOW));

      assertThat(harness.extractOutputValues()).containsExactly("t-0@0 a 5 2", "t-0@3 b 5 2");
      List<DeadLetter> letters = letters(harness);
      assertThat(letters).extracting(DeadLetter::getOffset).containsExactly(1L, 2L);
      DeadLetter first = letters.get(0);
      assertThat(first.getPayload()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      assertThat(first.getKey()).isEqualTo(ByteBuffer.wrap(new byte[] {9}));
      assertThat(first.getHeaders()).containsEntry("h", ByteBuffer.wrap(new byte[] {8}));
      assertThat(first.getReason()).contains("truncated");
      assertThat(first.getSource()).isEqualTo("decode-frames");
      assertThat(first.getTime().toEpochMilli()).isEqualTo(77);
      assertThat(letters.get(1).getPayload()).isNull();
      assertThat(letters.get(1).getReason()).contains("tombstone");
    }
  }

  @Test
  void aDecodersOwnMistakeDoesNotStopTheJob() throws Exception {
    RecordDecoder<String> broken =
        record -> {
          throw new IllegalStateException("bug");
        };
    try (var harness = harness(broken)) {
      harness.processElement(new StreamRecord<>(record(0, frame("a", NOW)), NOW));
      assertThat(letters(harness))
          .singleElement()
          .extracting(DeadLetter::getReason)
          .isEqualTo("the decoder failed: java.lang.IllegalStateException: bug");
    }
  }

  @Test
  void aFrameFromTheFarFutureIsRefusedAndAdvancesNoWatermark() throws Exception {
    FrameDecoder<String> decoder = decoder();
    long day = Duration.ofDays(1).toMillis();
    KafkaRecord allowed = record(0, frame("a", NOW + day));
    KafkaRecord ahead = record(0, frame("a", NOW + day + 1));
    KafkaRecord absurd = record(0, frame("a", Long.MAX_VALUE));
    KafkaRecord past = record(0, frame("a", Long.MIN_VALUE + 1));

    assertThat(decoder.decode(allowed)).isNotNull();
    assertThat(decoder.eventTime(allowed)).isEqualTo(NOW + day);
    assertThat(decoder.decode(past)).isNotNull();
    for (KafkaRecord refused : List.of(ahead, absurd)) {
      assertThat(decoder.eventTime(refused)).isEqualTo(Long.MIN_VALUE);
      assertThatThrownBy(() -> decoder.decode(refused))
          .isInstanceOf(DecodingException.class)
          .hasMessageContaining("PT24H ahead of the broker's clock");
    }
    assertThat(decoder.eventTime(record(0, new byte[3]))).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void everyOneOfTenThousandMutatedRecordsIsDecodedOrOnDeadLettersWithItsBytes() throws Exception {
    Random random = new Random(1);
    try (var harness = harness(decoder())) {
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        byte[] bytes = frame("stream-" + i, NOW);
        for (int k = random.nextInt(3); k >= 0; k--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        sent.add(bytes);
        harness.processElement(new StreamRecord<>(record(i, bytes), NOW));
      }
      List<DeadLetter> letters = letters(harness);
      assertThat(letters).hasSizeBetween(2_000, 9_999);
      assertThat(letters.size() + harness.extractOutputValues().size()).isEqualTo(10_000);
      for (DeadLetter letter : letters) {
        assertThat(letter.getPayload())
            .isEqualTo(ByteBuffer.wrap(sent.get((int) letter.getOffset())));
        assertThat(letter.getReason()).isNotBlank();
      }
    }
  }

  private static <T> OneInputStreamOperatorTestHarness<KafkaRecord, T> harness(
      RecordDecoder<T> decoder) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<KafkaRecord, T>(
            new ProcessOperator<>(new Decoding<>(decoder, "decode-frames")));
    harness.setup();
    harness.open();
    return harness;
  }

  private static List<DeadLetter> letters(OneInputStreamOperatorTestHarness<?, ?> harness) {
    List<DeadLetter> letters = new ArrayList<>();
    var queue = harness.getSideOutput(DeadLetters.TAG);
    if (queue != null) {
      queue.forEach(r -> letters.add(r.getValue()));
    }
    return letters;
  }

  private static byte[] frame(String id, long time) {
    return FRAMES.encode(id, 5, time, 360, 1, new float[] {1, 2});
  }

  private static KafkaRecord record(long offset, byte[] value) {
    return new KafkaRecord("t", 0, offset, NOW, new byte[] {9}, value, Map.of("h", new byte[] {8}));
  }
}
