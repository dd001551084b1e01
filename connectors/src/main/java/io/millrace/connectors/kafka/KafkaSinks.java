/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.connectors.kafka.Writing.Delivery;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/** Sinks that make their records themselves. */
public final class KafkaSinks {
  /** The header of an at-least-once record that carries its {@link RecordWriter#id id}. */
  public static final String ID_HEADER = "millrace-record-id";

  private KafkaSinks() {}

  /**
   * A sink to one topic. Records get the time of their sending as timestamp, not their event time:
   * a topic's retention would delete replayed history at once, and brokers refuse times from the
   * future.
   */
  public static <T> KafkaSink<T> to(
      String topic, KafkaConnection connection, Writing writing, RecordWriter<T> writer) {
    boolean exactlyOnce = writing.delivery() == Delivery.EXACTLY_ONCE;
    KafkaSinkBuilder<T> builder =
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(producerProperties(connection, writing))
            .setBootstrapServers(connection.bootstrapServers())
            .setRecordSerializer(new RecordSerialization<>(topic, writer, !exactlyOnce));
    if (exactlyOnce) {
      builder
          .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
          .setTransactionalIdPrefix(writing.transactionalIdPrefix())
          .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING);
    } else {
      builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE);
    }
    return builder.build();
  }

  /** The properties of a producer that writes like the sinks do, for use outside of Flink. */
  public static Properties producerProperties(KafkaConnection connection, Writing writing) {
    Properties properties = connection.clientProperties();
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    properties.setProperty("linger.ms", Long.toString(writing.linger().toMillis()));
    properties.setProperty("batch.size", Integer.toString(writing.batchBytes()));
    properties.setProperty("compression.type", writing.compression());
    if (writing.delivery() == Delivery.EXACTLY_ONCE) {
      properties.setProperty(
          "transaction.timeout.ms", Long.toString(writing.transactionTimeout().toMillis()));
    }
    writing.producer().forEach(properties::setProperty);
    return properties;
  }
}
