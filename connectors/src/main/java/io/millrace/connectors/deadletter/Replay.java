/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.deadletter;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.Refusal;
import io.millrace.schemas.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Sends dead letters back to their topics, with their original key, value and headers and one
 * header more: {@value #MARKER}, the position of the dead letter. Two replays of a letter carry the
 * same position, so that a reader can tell.
 *
 * <p>A letter that holds less than its record stays: half a record would only be refused again.
 *
 * <p>Looks at what the topic holds when the replay begins, and leaves it as it is.
 */
public final class Replay {
  /** The header that names the dead letter a record was made of: {@code topic-partition@offset}. */
  public static final String MARKER = "millrace-replay-of";

  /** How far the clocks of the brokers and of the jobs may differ. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private static final Instant EPOCH_PLUS_SKEW = Instant.EPOCH.plus(SKEW);

  private final KafkaConnection connection;
  private final String topic;
  private final Duration timeout;

  /**
   * @param topic where the dead letters are
   * @param timeout how long to wait for brokers that do not answer
   */
  public Replay(KafkaConnection connection, String topic, Duration timeout) {
    this.connection = connection;
    this.topic = topic;
    this.timeout = timeout;
  }

  /** Counts what {@link #run} would send. */
  public ReplayReport dryRun(Selection selection) {
    return scan(selection, (letter, position) -> {}, n -> {});
  }

  /**
   * Sends what a selection includes.
   *
   * @param progress told after each batch how many letters were looked at
   * @throws ReplayException if the topic does not exist, brokers do not answer, or a record is
   *     refused
   */
  public ReplayReport run(Selection selection, LongConsumer progress) {
    try (ReplayProducer producer = new ReplayProducer(connection, timeout)) {
      ReplayReport report = scan(selection, producer::send, progress);
      producer.finish();
      return report;
    }
  }

  private ReplayReport scan(Selection selection, Target target, LongConsumer progress) {
    Counts counts = new Counts();
    RecordCodec<DeadLetter> codec = DeadLetters.codec();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> open = seek(consumer, selection.from());
      while (!open.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          if (record.offset() < open.getOrDefault(partition(record), -1L)) {
            handle(record, codec, selection, target, counts);
          }
        }
        open.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
        progress.accept(counts.read);
      }
    } catch (ReplayException e) {
      throw e;
    } catch (KafkaException e) {
      throw new ReplayException(
          "Cannot read dead letters from "
              + topic
              + " at "
              + connection
              + ": "
              + Refusal.explain(e, connection, "are the brokers well?"),
          e);
    }
    return counts.report();
  }

  private static void handle(
      ConsumerRecord<byte[], byte[]> record,
      RecordCodec<DeadLetter> codec,
      Selection selection,
      Target target,
      Counts counts) {
    DeadLetter letter;
    try {
      letter = codec.decode(record.value());
    } catch (DecodingException e) {
      counts.unreadable++;
      return;
    }
    counts.read++;
    if (!selection.includes(letter)) {
      return;
    }
    counts.selected++;
    if (letter.getTopic().isEmpty()) {
      counts.withoutOrigin++;
      return;
    }
    if (letter.getMissingBytes() != 0) {
      counts.incomplete++;
      return;
    }
    target.send(letter, record.topic() + '-' + record.partition() + '@' + record.offset());
    counts.replayed.merge(letter.getTopic(), 1L, Long::sum);
  }

  /** Assigns the partitions that have anything to read, with the offsets to read up to. */
  private Map<TopicPartition, Long> seek(KafkaConsumer<byte[], byte[]> consumer, Instant from) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic, timeout);
    if (partitions == null || partitions.isEmpty()) {
      throw new ReplayException(
          "There is no topic " + topic + " at " + connection + "; is it the topic of dead letters?",
          null);
    }
    List<TopicPartition> all =
        partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    consumer.assign(all);
    Map<TopicPartition, Long> open = new HashMap<>(consumer.endOffsets(all, timeout));
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all, timeout);
    long millis = from.isAfter(EPOCH_PLUS_SKEW) ? from.minus(SKEW).toEpochMilli() : 0;
    Map<TopicPartition, OffsetAndTimestamp> starts =
        consumer.offsetsForTimes(
            all.stream().collect(Collectors.toMap(p -> p, p -> millis)), timeout);
    for (TopicPartition p : all) {
      OffsetAndTimestamp start = starts.get(p);
      long end = open.get(p);
      long begin = start != null ? start.offset() : millis == 0 ? beginnings.get(p) : end;
      consumer.seek(p, begin);
      if (begin >= end) {
        open.remove(p);
      }
    }
    return open;
  }

  private Properties consumerProperties() {
    Properties properties = connection.clientProperties();
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("auto.offset.reset", "earliest");
    properties.setProperty("allow.auto.create.topics", "false");
    properties.setProperty("default.api.timeout.ms", Long.toString(timeout.toMillis()));
    return properties;
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private interface Target {
    void send(DeadLetter letter, String position);
  }

  private static final class Counts {
    private long read;
    private long selected;
    private long withoutOrigin;
    private long incomplete;
    private long unreadable;
    private final Map<String, Long> replayed = new TreeMap<>();

    ReplayReport report() {
      return new ReplayReport(read, selected, withoutOrigin, incomplete, unreadable, replayed);
    }
  }
}
