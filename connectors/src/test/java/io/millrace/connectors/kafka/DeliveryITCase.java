/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.embedded.BrokerExtension;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalPrediction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryITCase {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int STREAMS = 20;
  private static final int FRAMES = 600;
  private static final TypeInformation<SignalPrediction> PREDICTION =
      AvroTypes.of(SignalPrediction.class);

  private String frames;
  private String predictions;
  private String letters;

  @BeforeEach
  void produce() throws Exception {
    FailingOnce.FAILURES.set(0);
    frames = BROKER.topic(4);
    predictions = BROKER.topic(3);
    letters = BROKER.topic(1);
    SignalFrames codec = SignalFrames.singleObject();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      for (int s = 0; s < STREAMS; s++) {
        byte[] key = utf8("s" + s);
        records.add(
            new ProducerRecord<>(
                frames,
                key,
                codec.encode("s" + s, i, 1_000_000L + i * 10L, 100, 1, new float[] {i})));
      }
      if (i % 100 == 7) {
        records.add(
            new ProducerRecord<>(frames, utf8("poison"), utf8("poison and long enough " + i)));
      }
    }
    BROKER.send(records);
  }

  @Test
  void committedPredictionsAreExactDespiteAFailure() throws Exception {
    run(name -> Writing.exactlyOnce("exact-" + name).withLinger(Duration.ZERO));

    assertThat(FailingOnce.FAILURES).hasValue(1);
    List<ConsumerRecord<byte[], byte[]>> out = BROKER.committed(predictions);
    assertThat(byStream(out)).hasSize(STREAMS).allSatisfy((s, seen) -> assertInOrder(seen));
    assertThat(out).allMatch(r -> r.headers().lastHeader(KafkaSinks.ID_HEADER) == null);
    assertThat(reasons()).hasSize(6).allMatch(r -> r.contains("poison"));
    // Offsets are taken by the results that were never committed, and by markers.
    assertThat(BROKER.written(predictions)).isGreaterThan(STREAMS * FRAMES + FailingOnce.LOST);
  }

  @Test
  void atLeastOnceLosesNothingAndRepeatsRecordsUnderTheSameId() throws Exception {
    run(name -> Writing.atLeastOnce().withCompression("zstd"));

    assertThat(FailingOnce.FAILURES).hasValue(1);
    List<ConsumerRecord<byte[], byte[]>> out = BROKER.committed(predictions);
    assertThat(out).hasSizeGreaterThan(STREAMS * FRAMES);
    Set<String> ids = new HashSet<>();
    Set<String> contents = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : out) {
      ids.add(text(record.headers().lastHeader(KafkaSinks.ID_HEADER).value()));
      SignalPrediction p = RecordCodec.of(SignalPrediction.class).decode(record.value());
      contents.add(p.getStreamId() + '/' + p.getWindowEnd() + '/' + p.getModelVersion());
    }
    assertThat(ids).hasSize(STREAMS * FRAMES).isEqualTo(contents);
    assertThat(new HashSet<>(reasons())).hasSize(6);
  }

  private void run(Function<String, Writing> writing) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "3");
    configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
    env.configure(configuration);
    env.setParallelism(2);
    env.enableCheckpointing(200);

    FrameDecoder<SignalPrediction> decoder =
        FrameDecoder.of(
            SignalFrames.singleObject(),
            (record, id, sequence, time, rate, channels, samples) ->
                new SignalPrediction(
                    id,
                    sequence,
                    Instant.ofEpochMilli(time),
                    List.of(samples[0] * 2),
                    null,
                    "double/1",
                    false,
                    Instant.EPOCH,
                    Map.of()),
            Duration.ofDays(1));
    KafkaConnection connection = BROKER.connection();
    Reading reading =
        Reading.of(frames, "delivery-" + frames).from(StartingPoint.EARLIEST).untilNow();
    SingleOutputStreamOperator<SignalPrediction> decoded =
        env.fromSource(
                KafkaSources.records(connection, reading),
                decoder.watermarks(Duration.ofSeconds(1), Duration.ofSeconds(5)),
                "frames")
            .process(new Decoding<>(decoder, "decode"), PREDICTION);
    SingleObjectFraming framing = SingleObjectFraming.released();
    decoded
        .map(new FailingOnce(), PREDICTION)
        .sinkTo(
            KafkaSinks.to(
                predictions,
                connection,
                writing.apply(predictions),
                RecordWriters.predictions(framing)));
    decoded
        .getSideOutput(DeadLetters.TAG)
        .sinkTo(
            KafkaSinks.to(
                letters, connection, writing.apply(letters), RecordWriters.deadLetters(framing)));
    env.execute("delivery");
  }

  private static Map<String, List<Long>> byStream(List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception {
    RecordCodec<SignalPrediction> codec = RecordCodec.of(SignalPrediction.class);
    Map<String, List<Long>> all = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      SignalPrediction p = codec.decode(record.value());
      assertThat(text(record.key())).isEqualTo(p.getStreamId());
      assertThat(p.getOutputs()).containsExactly(p.getWindowEnd() * 2f);
      all.computeIfAbsent(p.getStreamId(), s -> new ArrayList<>()).add(p.getWindowEnd());
    }
    return all;
  }

  private static void assertInOrder(List<Long> seen) {
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < FRAMES; i++) {
      expected.add(i);
    }
    assertThat(seen).isEqualTo(expected);
  }

  private List<String> reasons() throws Exception {
    List<String> all = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : BROKER.committed(letters)) {
      DeadLetter letter = DeadLetters.codec().decode(record.value());
      assertThat(letter.getTopic()).isEqualTo(frames);
      assertThat(letter.getReason()).contains("single-object");
      all.add(StandardCharsets.UTF_8.decode(letter.getPayload().duplicate()).toString());
    }
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
