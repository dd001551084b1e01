/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.environment.JobEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** A rendered file of a job or of the dashboard, read and checked by the project's own code. */
record JobFile(JobConfiguration configuration) {

  static JobFile of(Rendered rendered, String job) {
    return of(rendered.jobFile(job));
  }

  static JobFile of(String text) {
    try {
      Path file = Files.createTempFile("millrace-job", ".yaml");
      try {
        Files.writeString(file, text);
        JobConfiguration configuration = ConfigurationLoader.load(file, List.of());
        ConfigurationValidator.validate(configuration);
        return new JobFile(configuration);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MemorySize hotTier() {
    return configuration.get(StateOptions.HOT_TIER_MEMORY);
  }

  Map<String, String> kafkaProperties() {
    return configuration.get(KafkaOptions.PROPERTIES);
  }

  /** Flink's options as the job's program gives them to its environment. */
  Configuration flinkOptions() {
    return Configuration.fromMap(
        ((Configuration) JobEnvironment.of(configuration).getConfiguration()).toMap());
  }

  Set<String> flinkOptionsThatTheProgramSets() {
    Set<String> keys = new TreeSet<>(flinkOptions().keySet());
    // Of the local environment that stands in for the cluster's.
    keys.removeAll(List.of("execution.attached", "execution.target"));
    return keys;
  }
}
