/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** How a job survives failures. */
public final class CheckpointOptions {
  public static final ConfigOption<Duration> INTERVAL =
      key("millrace.checkpoint.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "Time between two checkpoints; `0` switches them off. With `exactly-once` results"
                  + " become visible at this rhythm.");

  public static final ConfigOption<String> DIR =
      key("millrace.checkpoint.dir")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Where checkpoints and savepoints are kept, a URI of a file system that Flink knows."
                  + " Unset, `run` and `demo` use a temporary folder.");

  public static final ConfigOption<Guarantee> MODE =
      key("millrace.checkpoint.mode")
          .enumType(Guarantee.class)
          .defaultValue(Guarantee.EXACTLY_ONCE)
          .withDescription("Whether barriers are aligned, so that state counts each record once.");

  public static final ConfigOption<Duration> TIMEOUT =
      key("millrace.checkpoint.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(2))
          .withDescription("A checkpoint that takes longer is given up.");

  public static final ConfigOption<Duration> MAX_DOWNTIME =
      key("millrace.checkpoint.max-downtime")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "The longest time the job may be down and still commit what it had written before;"
                  + " Kafka's transaction timeout has to cover it.");

  public static final ConfigOption<Integer> RESTART_ATTEMPTS =
      key("millrace.checkpoint.restart-attempts")
          .intType()
          .defaultValue(10)
          .withDescription("How often the job is restarted from its last checkpoint.");

  public static final ConfigOption<Duration> RESTART_DELAY =
      key("millrace.checkpoint.restart-delay")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("The pause before each restart.");

  static final OptionGroup GROUP =
      OptionGroup.of(
          "checkpoint",
          "How the job survives failures.",
          INTERVAL,
          DIR,
          MODE,
          TIMEOUT,
          MAX_DOWNTIME,
          RESTART_ATTEMPTS,
          RESTART_DELAY);

  private CheckpointOptions() {}
}
