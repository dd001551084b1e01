/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.config.BrokerConnection;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which brokers a command talks to and what the topics are called there. */
public final class BrokerOptions {
  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT",
      description = "Brokers to connect to first; else those of --config.")
  String servers;

  @Mixin ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties of Kafka clients, such as security.protocol, as Kafka's tools take.")
  Path properties;

  /**
   * The configuration, with brokers.
   *
   * @throws UsageException when nothing names the brokers
   */
  public JobConfiguration configuration() {
    JobConfiguration configuration = withoutBrokers();
    if (configuration.get(KafkaOptions.BOOTSTRAP_SERVERS) == null) {
      throw new UsageException(
          "which brokers? Give --bootstrap-servers localhost:9092, or a --config FILE that sets "
              + KafkaOptions.BOOTSTRAP_SERVERS.key());
    }
    return configuration;
  }

  /** The configuration, for commands that only tell what it says. */
  public JobConfiguration withoutBrokers() {
    JobConfiguration configuration = options.load();
    if (servers != null) {
      configuration = configuration.with(KafkaOptions.BOOTSTRAP_SERVERS, servers);
    }
    return properties == null
        ? configuration
        : configuration.with(KafkaOptions.PROPERTIES_FILE, properties.toAbsolutePath().toString());
  }

  /** Options that hold a secret in clear on the command line, where others may see it. */
  public List<String> exposed() {
    return options.exposed();
  }

  /** How clients reach the brokers of a configuration. */
  public static KafkaConnection connection(JobConfiguration configuration) {
    return BrokerConnection.of(configuration);
  }
}
