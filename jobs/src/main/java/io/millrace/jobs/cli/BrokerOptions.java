/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.Secrets;
import io.millrace.jobs.config.BrokerConnection;
import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Which brokers a command talks to and what the topics are called there. */
public final class BrokerOptions {
  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT",
      description = "Brokers to connect to first; else those of --config.")
  String servers;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The job's configuration: brokers, their security, names of topics.")
  Path file;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties of Kafka clients, such as security.protocol, as Kafka's tools take.")
  Path properties;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Override one of its options; may be repeated.")
  List<String> overrides = new ArrayList<>();

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
    JobConfiguration configuration = ConfigurationLoader.load(file, overrides);
    if (servers != null) {
      configuration = configuration.with(KafkaOptions.BOOTSTRAP_SERVERS, servers);
    }
    return properties == null
        ? configuration
        : configuration.with(KafkaOptions.PROPERTIES_FILE, properties.toAbsolutePath().toString());
  }

  /** Options that hold a secret in clear on the command line, where others may see it. */
  public List<String> exposed() {
    return overrides.stream()
        .filter(override -> override.indexOf('=') > 0)
        .map(override -> override.split("=", 2))
        .filter(parts -> Secrets.shown(parts[0].strip(), parts[1].strip()).equals(Secrets.HIDDEN))
        .map(parts -> parts[0].strip())
        .toList();
  }

  /** How clients reach the brokers of a configuration. */
  public static KafkaConnection connection(JobConfiguration configuration) {
    return BrokerConnection.of(configuration);
  }
}
