/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.access;

import io.millrace.connectors.kafka.Writing;
import io.millrace.connectors.topics.Right;
import io.millrace.connectors.topics.Right.Operation;
import io.millrace.connectors.topics.Right.Resource;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/**
 * Collects the rights of a job from what its sources read and its sinks write. Two that one ACL
 * grants are one.
 */
public final class Rights {
  private final JobConfiguration configuration;
  private final Map<String, Right> rights = new LinkedHashMap<>();

  private Rights(JobConfiguration configuration) {
    this.configuration = configuration;
  }

  /** None yet. */
  public static Rights of(JobConfiguration configuration) {
    return new Rights(configuration);
  }

  /**
   * A source that reads a topic and commits how far it came.
   *
   * @param group of consumers, as the source names it
   */
  public Rights reads(ConfigOption<String> topic, String group) {
    add(Resource.TOPIC, configuration.get(topic), false, Operation.READ, "reads it");
    add(Resource.GROUP, group, false, Operation.READ, "commits how far it came");
    return this;
  }

  /**
   * A sink that writes a topic. In transactions it also looks which of its own an earlier run left
   * open on that topic: brokers tell that to readers of the topic only.
   *
   * @param writing as the sink is told
   */
  public Rights writes(ConfigOption<String> topic, Writing writing) {
    add(Resource.TOPIC, configuration.get(topic), false, Operation.WRITE, "writes it");
    if (configuration.get(KafkaOptions.DELIVERY) == Guarantee.EXACTLY_ONCE) {
      add(
          Resource.TOPIC,
          configuration.get(topic),
          false,
          Operation.READ,
          "finds transactions that an earlier run left open");
      add(
          Resource.TRANSACTIONAL_ID,
          writing.transactionalIdPrefix(),
          true,
          Operation.WRITE,
          "writes in transactions");
    }
    return this;
  }

  /** A follower that reads a topic in no group. */
  public Rights follows(String topic) {
    add(Resource.TOPIC, topic, false, Operation.READ, "shows it");
    return this;
  }

  /** A look at how far a group has come. */
  public Rights describes(String group) {
    add(Resource.GROUP, group, false, Operation.DESCRIBE, "tells how far a job is behind");
    return this;
  }

  private void add(
      Resource resource, String name, boolean prefixed, Operation operation, String purpose) {
    Right right = new Right(resource, name, prefixed, operation, purpose);
    rights.putIfAbsent(right.toString(), right);
  }

  /** What was collected, in the order of its coming. */
  public List<Right> list() {
    return new ArrayList<>(rights.values());
  }
}
