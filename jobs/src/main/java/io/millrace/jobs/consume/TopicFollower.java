/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.consume;

import io.millrace.connectors.avro.Codec;
import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of topics without a consumer group, committed records only. One thread only,
 * but for {@link #wakeup}.
 *
 * @param <T> what the records hold
 */
public final class TopicFollower<T> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Codec<T> codec;
  private long undecodable;

  /** Where reading begins. */
  public enum Start {
    /** At the oldest record. */
    EARLIEST,
    /** At the next record that arrives. */
    LATEST
  }

  /**
   * Reads a topic.
   *
   * @throws ConsumeException when there is no such topic, or no broker answers
   */
  public TopicFollower(KafkaConnection connection, String topic, Codec<T> codec, Start start) {
    this(connection, topic, codec, start == Start.EARLIEST ? Instant.MIN : Instant.MAX);
  }

  /**
   * Reads a topic from the first record on that the broker received at a time or later.
   *
   * @throws ConsumeException when there is no such topic, or no broker answers
   */
  public TopicFollower(KafkaConnection connection, String topic, Codec<T> codec, Instant from) {
    this(connection, List.of(topic), codec, from);
  }

  /**
   * Reads several topics at once, each from the first record on that the broker received at a time
   * or later.
   *
   * @throws ConsumeException when one of them does not exist, or no broker answers
   */
  public TopicFollower(
      KafkaConnection connection, List<String> topics, Codec<T> codec, Instant from) {
    this.codec = codec;
    Properties properties = connection.clientProperties();
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("allow.auto.create.topics", "false");
    properties.setProperty("fetch.max.wait.ms", "50");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      partitions = topics.stream().flatMap(topic -> partitions(topic, connection)).toList();
      consumer.assign(partitions);
      seek(from);
      // Seeking is lazy: what arrives after this constructor has to be seen.
      partitions.forEach(partition -> consumer.position(partition, PATIENCE));
    } catch (KafkaException e) {
      consumer.close();
      throw new ConsumeException(
          "cannot read topic "
              + String.join(", ", topics)
              + " at "
              + connection
              + ", "
              + Refusal.explain(e, connection, "are the brokers well?"),
          e);
    } catch (ConsumeException e) {
      consumer.close();
      throw e;
    }
  }

  private Stream<TopicPartition> partitions(String topic, KafkaConnection connection) {
    List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
    if (found == null || found.isEmpty()) {
      throw new ConsumeException(
          "there is no topic " + topic + " at " + connection + ": create it with 'topics create'",
          null);
    }
    return found.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
  }

  /**
   * Hands on what has arrived, waiting for something at most so long.
   *
   * @return how many records there were
   */
  public int poll(Duration patience, Consumer<? super T> reader) {
    return pollRecords(patience, (record, value) -> reader.accept(value));
  }

  /** As {@link #poll}, with the records as they were read. */
  public int pollRecords(Duration patience, RecordReader<? super T> reader) {
    int count = 0;
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
        count++;
        try {
          reader.read(record, codec.decode(record.value()));
        } catch (DecodingException e) {
          undecodable++;
        }
      }
    } catch (WakeupException e) {
      return count;
    }
    return count;
  }

  private void seek(Instant from) {
    if (from.equals(Instant.MIN)) {
      consumer.seekToBeginning(partitions);
    } else if (from.equals(Instant.MAX)) {
      consumer.seekToEnd(partitions);
    } else {
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
      consumer
          .offsetsForTimes(times, PATIENCE)
          .forEach(
              (partition, found) -> {
                if (found == null) {
                  consumer.seekToEnd(List.of(partition));
                } else {
                  consumer.seek(partition, found.offset());
                }
              });
    }
  }

  /** How many records of each topic are known to wait at the brokers; costs no request. */
  public Map<String, Long> lags() {
    Map<String, Long> lags = new HashMap<>();
    for (TopicPartition partition : partitions) {
      lags.merge(partition.topic(), consumer.currentLag(partition).orElse(0), Long::sum);
    }
    return lags;
  }

  /** Leaves out all that waits: goes on with the next record that arrives. */
  public void skipToEnd() {
    consumer.seekToEnd(partitions);
  }

  /** Whether all that the topic held when this was asked has been handed on. */
  public boolean caughtUp() {
    return untilNow().getAsBoolean();
  }

  /** Tells, as often as asked, whether all that the topics hold at this moment was handed on. */
  public BooleanSupplier untilNow() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    return () ->
        ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Records that were no {@code T}. */
  public long undecodable() {
    return undecodable;
  }

  /** Gets records with where they were read. */
  @FunctionalInterface
  public interface RecordReader<T> {
    void read(ConsumerRecord<byte[], byte[]> record, T value);
  }

  /** Lets a waiting {@link #poll} return. From any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
