/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.connectors.kafka.Secrets;
import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Where a command takes a job's configuration from. */
public final class ConfigurationOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The job's configuration: its options, brokers and names of topics.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Override one of its options; may be repeated.")
  List<String> overrides = new ArrayList<>();

  /** The configuration; defaults where nothing is given. */
  public JobConfiguration load() {
    return ConfigurationLoader.load(file, overrides);
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
}
