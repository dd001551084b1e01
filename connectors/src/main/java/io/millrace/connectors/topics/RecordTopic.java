/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.ProduceException;
import io.millrace.connectors.kafka.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records to a topic, to the partition of their key unless told otherwise. One thread only.
 */
public final class RecordTopic implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String topic;
  private final KafkaConnection connection;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** Connects to a topic, for records as large as it takes. */
  public RecordTopic(KafkaConnection connection, Topic topic) {
    this.topic = topic.name();
    this.connection = connection;
    Properties properties = connection.clientProperties();
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    properties.setProperty("compression.type", "lz4");
    properties.setProperty("linger.ms", "5");
    properties.setProperty("batch.size", Integer.toString(128 << 10));
    properties.putAll(topic.producerSettings());
    properties.setProperty("max.block.ms", Long.toString(PATIENCE.toMillis()));
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends a record; blocks while the brokers are behind.
   *
   * @throws ProduceException when the brokers refused this one or an earlier one
   */
  public void send(byte[] key, byte[] value) {
    send(new ProducerRecord<>(topic, key, value));
  }

  /** Sends a record to a partition, whatever its key. */
  public void send(int partition, byte[] key, byte[] value) {
    send(new ProducerRecord<>(topic, partition, key, value));
  }

  private void send(ProducerRecord<byte[], byte[]> message) {
    try {
      Future<?> unused =
          producer.send(
              message,
              (metadata, refused) -> {
                if (refused == null) {
                  acknowledged.incrementAndGet();
                } else {
                  failure.compareAndSet(null, refused);
                }
              });
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
    check();
  }

  /** How many partitions the topic has. */
  public int partitions() {
    try {
      return producer.partitionsFor(topic).size();
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
      check();
      throw e;
    }
  }

  /** The partition to which records with that key go. */
  public int partition(byte[] key) {
    return BuiltInPartitioner.partitionForKey(key, partitions());
  }

  /** The partitions to which records with these keys go. */
  public Set<Integer> partitions(Collection<String> keys) {
    return keys.stream()
        .map(key -> partition(key.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.toSet());
  }

  /** The partitions to which no records with these keys go. */
  public Set<Integer> otherPartitions(Collection<String> keys) {
    Set<Integer> others =
        IntStream.range(0, partitions()).boxed().collect(Collectors.toCollection(HashSet::new));
    others.removeAll(partitions(keys));
    return others;
  }

  /** Records that the brokers have taken. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Waits until the brokers have taken all. */
  public void flush() {
    producer.flush();
    check();
  }

  private void check() {
    Exception first = failure.get();
    if (first != null) {
      throw new ProduceException(
          "topic "
              + topic
              + " at "
              + connection
              + " takes no records, "
              + Refusal.explain(
                  first,
                  connection,
                  "check the address, and create the topic with 'millrace topics create'"),
          first);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
