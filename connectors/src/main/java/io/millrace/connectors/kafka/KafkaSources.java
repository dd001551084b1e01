/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Sources of undecoded records. */
public final class KafkaSources {
  private KafkaSources() {}

  /**
   * A source that sees committed records only, commits its offsets at checkpoints, finds new
   * partitions every minute and fetches in batches of up to 1 MiB per partition.
   */
  public static KafkaSource<KafkaRecord> records(KafkaConnection connection, Reading reading) {
    Properties properties = connection.clientProperties();
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("commit.offsets.on.checkpoint", "true");
    properties.setProperty("partition.discovery.interval.ms", reading.bounded() ? "-1" : "60000");
    properties.setProperty("fetch.min.bytes", "1");
    properties.setProperty("fetch.max.wait.ms", "100");
    properties.setProperty("max.partition.fetch.bytes", Integer.toString(1 << 20));
    properties.setProperty("max.poll.records", "2000");
    reading.consumer().forEach(properties::setProperty);
    KafkaSourceBuilder<KafkaRecord> builder =
        KafkaSource.<KafkaRecord>builder()
            .setProperties(properties)
            .setTopics(reading.topics())
            .setGroupId(reading.groupId())
            .setClientIdPrefix(reading.groupId())
            .setStartingOffsets(reading.start().offsets())
            .setDeserializer(new RawDeserializer());
    return (reading.bounded() ? builder.setBounded(OffsetsInitializer.latest()) : builder).build();
  }

  /**
   * Watermarks that follow the event times of each partition and let idle partitions pass.
   *
   * @param disorder how much later than its successors a record may come without being late
   * @param idle after what silence a partition no longer holds the watermark back
   * @param eventTime the event time of a record in milliseconds; {@link Long#MIN_VALUE} for one
   *     that must not advance the watermark
   */
  public static WatermarkStrategy<KafkaRecord> watermarks(
      Duration disorder, Duration idle, SerializableTimestampAssigner<KafkaRecord> eventTime) {
    return WatermarkStrategy.<KafkaRecord>forBoundedOutOfOrderness(disorder)
        .withTimestampAssigner(eventTime)
        .withIdleness(idle);
  }
}
