/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.consume;

import io.millrace.connectors.avro.Codec;
import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.kafka.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of a topic without a consumer group, committed records only. One thread
 * only, but for {@link #wakeup}.
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
    this.codec = codec;
    Properties properties = connection.clientProperties();
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("allow.auto.create.topics", "false");
    properties.setProperty("fetch.max.wait.ms", "50");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
      if (found == null || found.isEmpty()) {
        throw new ConsumeException(
            "there is no topic " + topic + " at " + connection + ": create it with 'topics create'",
            null);
      }
      partitions =
          found.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      if (start == Start.EARLIEST) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      // Seeking is lazy: what arrives after this constructor has to be seen.
      partitions.forEach(partition -> consumer.position(partition, PATIENCE));
    } catch (KafkaException e) {
      consumer.close();
      throw new ConsumeException(
          "cannot read topic " + topic + " at " + connection + ", " + e.getMessage(), e);
    } catch (ConsumeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * Hands on what has arrived, waiting for something at most so long.
   *
   * @return how many records there were
   */
  public int poll(Duration patience, Consumer<? super T> reader) {
    int count = 0;
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
        count++;
        try {
          reader.accept(codec.decode(record.value()));
        } catch (DecodingException e) {
          undecodable++;
        }
      }
    } catch (WakeupException e) {
      return count;
    }
    return count;
  }

  /** Whether all that the topic held when this was asked has been handed on. */
  public boolean caughtUp() {
    return consumer.endOffsets(partitions, PATIENCE).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Records that were no {@code T}. */
  public long undecodable() {
    return undecodable;
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
