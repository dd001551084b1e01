/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * How to reach a Kafka cluster: its addresses, and the properties that every client of it needs,
 * such as those of SASL and TLS. Its text form hides secrets.
 */
public final class KafkaConnection implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String SERVERS = "bootstrap.servers";

  private final String bootstrapServers;
  private final LinkedHashMap<String, String> properties;

  private KafkaConnection(String bootstrapServers, Map<String, String> properties) {
    this.bootstrapServers = bootstrapServers;
    this.properties = new LinkedHashMap<>(properties);
  }

  /**
   * A connection without security.
   *
   * @param bootstrapServers {@code host:port}, several separated by commas
   */
  public static KafkaConnection to(String bootstrapServers) {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          SERVERS + " is empty; give host:port of at least one Kafka broker");
    }
    return new KafkaConnection(bootstrapServers.strip(), Map.of());
  }

  /**
   * With further client properties, such as {@code security.protocol} or {@code sasl.jaas.config}.
   *
   * @throws IllegalArgumentException if they try to change the servers
   */
  public KafkaConnection with(Map<String, String> more) {
    if (more.containsKey(SERVERS)) {
      throw new IllegalArgumentException(
          SERVERS + " cannot be overridden by client properties; set the connection's servers");
    }
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.putAll(more);
    return new KafkaConnection(bootstrapServers, all);
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The properties of a client, its servers included. */
  public Properties clientProperties() {
    Properties all = new Properties();
    properties.forEach(all::setProperty);
    all.setProperty(SERVERS, bootstrapServers);
    return all;
  }

  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    properties.forEach((key, value) -> shown.put(key, isSecret(key) ? "***" : value));
    return bootstrapServers + (shown.isEmpty() ? "" : " " + shown);
  }

  private static boolean isSecret(String key) {
    String k = key.toLowerCase(Locale.ROOT);
    return k.contains("password")
        || k.contains("jaas")
        || k.contains("secret")
        || k.endsWith("key");
  }
}
