/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.kafka.KafkaConnection;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends frames to a topic, keyed by stream. One thread only. */
public final class FrameTopic implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String topic;
  private final KafkaConnection connection;
  private final KafkaProducer<byte[], byte[]> producer;
  private final SignalFrames messages = SignalFrames.singleObject();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  public FrameTopic(KafkaConnection connection, String topic) {
    this.topic = topic;
    this.connection = connection;
    Properties properties = connection.clientProperties();
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    properties.setProperty("compression.type", "lz4");
    properties.setProperty("linger.ms", "5");
    properties.setProperty("batch.size", Integer.toString(128 << 10));
    properties.setProperty("max.block.ms", Long.toString(PATIENCE.toMillis()));
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends a frame; blocks while the brokers are behind.
   *
   * @param samples channels-last
   * @throws ProduceException when the brokers refused this one or an earlier one
   */
  public void send(
      String streamId,
      long sequence,
      long timeMillis,
      float samplingRate,
      int channels,
      float[] samples) {
    byte[] value = messages.encode(streamId, sequence, timeMillis, samplingRate, channels, samples);
    send(streamId.getBytes(UTF_8), value);
  }

  /** Sends any record. */
  public void send(byte[] key, byte[] value) {
    try {
      Future<?> unused =
          producer.send(
              new ProducerRecord<>(topic, key, value),
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
              + first.getMessage()
              + ": check the address, and create the topic with 'millrace topics create'",
          first);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
