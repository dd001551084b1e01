/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.ConfigurationException.Problem;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/** Brokers, properties of clients, and topics, of which no two may be one. */
final class KafkaCheck {
  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  private static final Set<String> OWNED_CLIENT_PROPERTIES =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "transactional.id",
          "transaction.timeout.ms",
          "enable.auto.commit",
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer");

  private KafkaCheck() {}

  static void check(Inspection inspection) {
    if (inspection.get(KafkaOptions.BOOTSTRAP_SERVERS) == null) {
      inspection.complain(
          KafkaOptions.BOOTSTRAP_SERVERS,
          "but a job reads from Kafka",
          "set it to the brokers, such as localhost:9092");
    } else {
      inspection.notBlank(KafkaOptions.BOOTSTRAP_SERVERS);
    }
    inspection.notBlank(KafkaOptions.GROUP_ID);
    inspection.positive(KafkaOptions.TRANSACTION_TIMEOUT);
    if (!COMPRESSIONS.contains(inspection.get(KafkaOptions.COMPRESSION))) {
      inspection.complain(
          KafkaOptions.COMPRESSION,
          "which Kafka does not know",
          "set it to one of " + String.join(", ", COMPRESSIONS));
    }
    properties(inspection);
    topics(inspection);
  }

  private static void properties(Inspection inspection) {
    inspection
        .get(KafkaOptions.PROPERTIES)
        .forEach(
            (name, value) -> {
              if (OWNED_CLIENT_PROPERTIES.contains(name)) {
                inspection.complain(
                    new Problem(
                        KafkaOptions.PROPERTIES.key() + "." + name,
                        value,
                        "but the job sets this property itself",
                        "remove it and use the other options of group kafka"));
              }
            });
  }

  private static void topics(Inspection inspection) {
    Map<String, ConfigOption<String>> users = new HashMap<>();
    for (ConfigOption<String> topic : TopicOptions.all()) {
      inspection.notBlank(topic);
      ConfigOption<String> other = users.putIfAbsent(inspection.get(topic), topic);
      if (other != null) {
        inspection.complain(topic, "as is " + other.key(), "give each its own topic");
      }
    }
  }
}
