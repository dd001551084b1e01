/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.deadletter;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.Refusal;
import io.millrace.connectors.topics.Topics;
import io.millrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends original records and notices the first one that the brokers refuse. */
final class ReplayProducer implements AutoCloseable {
  private record Failure(String position, String topic, Exception cause) {}

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConnection connection;
  private final AtomicReference<Failure> failure = new AtomicReference<>();

  ReplayProducer(KafkaConnection connection, Duration timeout) {
    this.connection = connection;
    Properties properties = connection.clientProperties();
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    // What their topic took in any compression should fit it again.
    properties.setProperty("compression.type", "zstd");
    // Whatever a letter can hold; a topic may take less.
    properties.putAll(Topics.DEAD_LETTERS.producerSettings());
    properties.setProperty("max.block.ms", Long.toString(timeout.toMillis()));
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void send(DeadLetter letter, String position) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(letter.getTopic(), bytes(letter.getKey()), bytes(letter.getPayload()));
    letter
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!name.equals(Replay.MARKER)) {
                record.headers().add(name, bytes(value));
              }
            });
    record.headers().add(Replay.MARKER, position.getBytes(StandardCharsets.UTF_8));
    try {
      Future<?> unused =
          producer.send(
              record,
              (metadata, e) -> {
                if (e != null) {
                  failure.compareAndSet(null, new Failure(position, letter.getTopic(), e));
                }
              });
    } catch (KafkaException e) {
      failure.compareAndSet(null, new Failure(position, letter.getTopic(), e));
    }
    check();
  }

  void finish() {
    producer.flush();
    check();
  }

  private void check() {
    Failure first = failure.get();
    if (first != null) {
      throw new ReplayException(
          "The dead letter "
              + first.position()
              + " cannot go back to "
              + first.topic()
              + ": "
              + Refusal.explain(first.cause(), connection, "does the topic still exist?")
              + " Letters before it were sent",
          first.cause());
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
