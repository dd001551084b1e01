/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.harness;

import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.config.JobConfiguration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a harness has to know of a job.
 *
 * @param topics that the job reads and writes, by the option that names them
 * @param settings that tests want other than a user's defaults
 * @param environment holds the job, assembled for a configuration
 */
public record TestedJob(
    Map<ConfigOption<String>, Topic> topics,
    UnaryOperator<JobConfiguration> settings,
    Function<JobConfiguration, StreamExecutionEnvironment> environment) {
  /** The same with a topic of another shape. */
  public TestedJob with(ConfigOption<String> option, Topic topic) {
    Map<ConfigOption<String>, Topic> others = new HashMap<>(topics);
    others.put(option, topic);
    return new TestedJob(others, settings, environment);
  }
}
