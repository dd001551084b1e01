/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import io.millrace.connectors.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.Optional;

/** How clients reach the brokers that a configuration names. */
public final class BrokerConnection {
  private BrokerConnection() {}

  /**
   * The servers with the properties of the file, if one is named, and the single ones over them.
   *
   * @throws ConfigurationException when nothing names the servers, the file cannot be read, or
   *     properties name other servers
   */
  public static KafkaConnection of(JobConfiguration configuration) {
    KafkaConnection servers =
        KafkaConnection.to(configuration.require(KafkaOptions.BOOTSTRAP_SERVERS));
    Optional<String> file = configuration.find(KafkaOptions.PROPERTIES_FILE);
    try {
      if (file.isPresent()) {
        servers = servers.withFile(Path.of(file.get()));
      }
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(
          KafkaOptions.PROPERTIES_FILE.key(),
          file.orElse(""),
          "but " + e.getMessage(),
          "name a properties file");
    }
    try {
      return servers.with(configuration.get(KafkaOptions.PROPERTIES));
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(
          KafkaOptions.PROPERTIES.key(),
          "...",
          e.getMessage(),
          "set " + KafkaOptions.BOOTSTRAP_SERVERS.key());
    }
  }
}
