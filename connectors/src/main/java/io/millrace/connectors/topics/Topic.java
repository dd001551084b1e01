/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic and its defaults.
 *
 * @param name its full name
 * @param partitions how many partitions it is created with
 * @param retention how long records are kept after they arrived; null for ever
 * @param cleanup what happens to old records
 * @param schema the name of the Avro record in its values
 * @param description what it holds, in one sentence
 * @param maxRecordBytes the largest record it takes; 0 for the brokers' default, about 1 MiB
 */
@RecordBuilder
public record Topic(
    String name,
    int partitions,
    Duration retention,
    Cleanup cleanup,
    String schema,
    String description,
    int maxRecordBytes)
    implements TopicBuilder.With {
  /** The setting of a topic that bounds its records. */
  static final String MAX_BYTES = "max.message.bytes";

  /** What happens to old records. */
  public enum Cleanup {
    /** They go when their time is over. */
    DELETE("delete"),
    /** The newest record of every key stays. */
    COMPACT("compact");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** As Kafka's {@code cleanup.policy} names it. */
    public String policy() {
      return policy;
    }
  }

  public Topic {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "Topic " + name + " with " + partitions + " partitions; it needs at least one");
    }
  }

  /** A topic for records of ordinary size. */
  public Topic(
      String name,
      int partitions,
      Duration retention,
      Cleanup cleanup,
      String schema,
      String description) {
    this(name, partitions, retention, cleanup, schema, description, 0);
  }

  /** What a producer has to be told to send records as large as the topic takes. */
  public Map<String, String> producerSettings() {
    return maxRecordBytes > 0
        ? Map.of("max.request.size", Integer.toString(maxRecordBytes))
        : Map.of();
  }

  /** The settings of the topic that differ from a broker's defaults, sorted by key. */
  public Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>();
    all.put("cleanup.policy", cleanup.policy());
    all.put("retention.ms", retention == null ? "-1" : Long.toString(retention.toMillis()));
    // Retention counts from arrival: by event time, replayed history would be deleted at once.
    all.put("message.timestamp.type", "LogAppendTime");
    if (maxRecordBytes > 0) {
      all.put(MAX_BYTES, Integer.toString(maxRecordBytes));
    }
    if (cleanup == Cleanup.COMPACT) {
      // A new reader has to see the newest reference of every model, not a day of history first.
      all.put("min.cleanable.dirty.ratio", "0.1");
      all.put("segment.ms", Long.toString(Duration.ofHours(1).toMillis()));
    }
    return all;
  }
}
