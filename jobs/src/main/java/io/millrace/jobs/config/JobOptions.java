/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** What concerns the job as a whole. */
public final class JobOptions {
  public static final ConfigOption<String> NAME =
      key("millrace.job.name")
          .stringType()
          .defaultValue("streaming-cnn")
          .withDescription(
              "The job's name in Flink's web UI and in metrics; unset, the name of the kind of job.");

  public static final ConfigOption<Integer> PARALLELISM =
      key("millrace.job.parallelism")
          .intType()
          .defaultValue(1)
          .withDescription("How many parallel instances each operator has.");

  public static final ConfigOption<Integer> MAX_PARALLELISM =
      key("millrace.job.max-parallelism")
          .intType()
          .defaultValue(128)
          .withDescription(
              "The number of key groups: an upper bound of the parallelism for the life of the job's"
                  + " state. A savepoint can only be restored with the same number.");

  public static final ConfigOption<Map<String, String>> FLINK =
      key("millrace.flink")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Anything else that Flink understands: `millrace.flink.KEY` sets Flink's own option"
                  + " `KEY`, after all others.");

  static final OptionGroup GROUP =
      OptionGroup.of("job", "The job as a whole.", NAME, PARALLELISM, MAX_PARALLELISM);

  static final OptionGroup FLINK_GROUP =
      OptionGroup.of("flink", "Flink's own options, passed on as they are.").withPrefix(FLINK);

  private JobOptions() {}
}
