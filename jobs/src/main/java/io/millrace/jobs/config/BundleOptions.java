/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** How records of many streams become one model call. */
public final class BundleOptions {
  public static final ConfigOption<Integer> SIZE =
      key("millrace.bundle.size")
          .intType()
          .defaultValue(64)
          .withDescription(
              "Frames that are computed together, over all streams of an operator instance. `1`"
                  + " computes each at once: the lowest latency. Results do not depend on it.");

  public static final ConfigOption<Duration> LATENCY =
      key("millrace.bundle.latency")
          .durationType()
          .defaultValue(Duration.ofMillis(20))
          .withDescription("The longest time a frame waits for others to fill its bundle.");

  static final OptionGroup GROUP =
      OptionGroup.of("bundle", "How frames of many streams become one model call.", SIZE, LATENCY);

  private BundleOptions() {}
}
