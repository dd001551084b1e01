/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * How to reach a Kafka cluster: its addresses, and the properties that every client of it needs,
 * such as those of SASL and TLS.
 *
 * <p>A property may refer to a secret instead of holding it: {@code ${env:NAME}}, {@code
 * ${file:PATH:KEY}} for a key of a properties file, {@code ${directory:PATH:FILE}} for a whole
 * file. The clients look it up where they run and when they connect, so that it is in no job graph,
 * state or log.
 */
public final class KafkaConnection implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String SERVERS = "bootstrap.servers";
  private static final String PROVIDERS = "config.providers";
  private static final String PROVIDER_PACKAGE = "org.apache.kafka.common.config.provider.";
  private static final Map<String, String> KNOWN_PROVIDERS =
      Map.of(
          "directory", "DirectoryConfigProvider",
          "env", "EnvVarConfigProvider",
          "file", "FileConfigProvider");

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

  /**
   * With the client properties of a file, as Kafka's own tools take it. Secrets stay in the file:
   * each process of a job reads it where it runs, so it has to be at the same place everywhere. The
   * servers in it do not count.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public KafkaConnection withFile(Path file) {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "there is no file " + file + " with properties of Kafka clients", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " cannot be read as properties of Kafka clients: " + e.getMessage(), e);
    }
    read.remove(SERVERS);
    Map<String, String> more = new TreeMap<>();
    for (String key : read.stringPropertyNames()) {
      String value = read.getProperty(key);
      more.put(
          key,
          Secrets.isSecret(key) && !Secrets.refers(value)
              ? "${file:" + file.toAbsolutePath() + ":" + key + "}"
              : value);
    }
    return with(more);
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The properties of a client, its servers included. */
  public Properties clientProperties() {
    Properties all = new Properties();
    properties.forEach(all::setProperty);
    all.setProperty(SERVERS, bootstrapServers);
    if (!properties.containsKey(PROVIDERS)
        && properties.values().stream().anyMatch(Secrets::refers)) {
      all.setProperty(PROVIDERS, String.join(",", KNOWN_PROVIDERS.keySet()));
      KNOWN_PROVIDERS.forEach(
          (name, type) ->
              all.setProperty(PROVIDERS + "." + name + ".class", PROVIDER_PACKAGE + type));
    }
    return all;
  }

  /** How clients speak to the brokers: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL. */
  String protocol() {
    return properties.getOrDefault("security.protocol", "PLAINTEXT");
  }

  String mechanism() {
    return properties.getOrDefault("sasl.mechanism", "GSSAPI");
  }

  /** The servers, and how they are spoken to; no secret. */
  @Override
  public String toString() {
    String protocol = protocol();
    if (protocol.equals("PLAINTEXT")) {
      return bootstrapServers;
    }
    return bootstrapServers
        + " ("
        + protocol
        + (protocol.startsWith("SASL") ? ", " + mechanism() : "")
        + ")";
  }
}
