/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** The brokers, and what is promised to whom reads from them. */
public final class KafkaOptions {
  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      key("millrace.kafka.bootstrap-servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Brokers to connect to first, `host:port` separated by commas.");

  public static final ConfigOption<String> GROUP_ID =
      key("millrace.kafka.group-id")
          .stringType()
          .defaultValue("millrace-streaming-cnn")
          .withDescription(
              "The consumer group whose offsets and lag the job reports; unset, `millrace-` and the"
                  + " kind of job.");

  public static final ConfigOption<StartingOffsets> STARTING_OFFSETS =
      key("millrace.kafka.starting-offsets")
          .enumType(StartingOffsets.class)
          .defaultValue(StartingOffsets.COMMITTED)
          .withDescription("Where a job that restores no checkpoint begins to read.");

  public static final ConfigOption<Guarantee> DELIVERY =
      key("millrace.kafka.delivery")
          .enumType(Guarantee.class)
          .defaultValue(Guarantee.EXACTLY_ONCE)
          .withDescription(
              "`exactly-once` writes in Kafka transactions that end with each checkpoint: readers"
                  + " with `read_committed` see every result once, a checkpoint later."
                  + " `at-least-once` shows results at once and may repeat some after a failure.");

  public static final ConfigOption<String> TRANSACTIONAL_ID_PREFIX =
      key("millrace.kafka.transactional-id-prefix")
          .stringType()
          .defaultValue("millrace-streaming-cnn")
          .withDescription(
              "Begins the transactional ids of the job's sinks. Must differ between jobs on the"
                  + " same brokers and stay the same over restarts; unset, `millrace-` and the kind of"
                  + " job.");

  public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
      key("millrace.kafka.transaction-timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(15))
          .withDescription(
              "After so long the broker aborts a transaction, and what it held is lost to readers."
                  + " Must cover a checkpoint interval and the longest downtime; the broker's"
                  + " `transaction.max.timeout.ms` is its upper bound.");

  public static final ConfigOption<Duration> LINGER =
      key("millrace.kafka.linger")
          .durationType()
          .defaultValue(Duration.ofMillis(5))
          .withDescription("How long a result may wait for others to be sent with it.");

  public static final ConfigOption<String> COMPRESSION =
      key("millrace.kafka.compression")
          .stringType()
          .defaultValue("lz4")
          .withDescription("Compression of results: `none`, `gzip`, `snappy`, `lz4` or `zstd`.");

  public static final ConfigOption<Map<String, String>> PROPERTIES =
      key("millrace.kafka.properties")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "`millrace.kafka.properties.KEY` sets the Kafka client's own property `KEY`, for"
                  + " instance `security.protocol`, for consumers and producers alike. A value may"
                  + " refer to a secret: `${env:NAME}`, `${file:PATH:KEY}` or"
                  + " `${directory:PATH:FILE}`, looked up by each client when it connects.");

  public static final ConfigOption<String> PROPERTIES_FILE =
      key("millrace.kafka.properties-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A file with properties of Kafka clients, as Kafka's own tools take it; single"
                  + " properties go before it. Passwords in it are read by the clients themselves:"
                  + " it has to be at the same path wherever a part of the job runs.");

  static final OptionGroup GROUP =
      OptionGroup.of(
              "kafka",
              "The brokers, and what is promised to readers of the results.",
              BOOTSTRAP_SERVERS,
              GROUP_ID,
              STARTING_OFFSETS,
              DELIVERY,
              TRANSACTIONAL_ID_PREFIX,
              TRANSACTION_TIMEOUT,
              LINGER,
              COMPRESSION,
              PROPERTIES_FILE)
          .withPrefix(PROPERTIES);

  private KafkaOptions() {}
}
