/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** Where streams are remembered, and for how long. */
public final class StateOptions {
  public static final ConfigOption<StateBackend> BACKEND =
      key("millrace.state.backend")
          .enumType(StateBackend.class)
          .defaultValue(StateBackend.ROCKSDB)
          .withDescription("Where Flink keeps keyed state.");

  public static final ConfigOption<MemorySize> HOT_TIER_MEMORY =
      key("millrace.state.hot-tier-memory")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(256))
          .withDescription(
              "Heap per operator instance for the live state of recently active streams. What does"
                  + " not fit is read from the backend when its stream is active again; the state"
                  + " used last stays, however large.");

  public static final ConfigOption<Duration> TTL =
      key("millrace.state.ttl")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription(
              "A stream that has been silent for so long, in event time, is forgotten; its next"
                  + " frame begins it anew.");

  static final OptionGroup GROUP =
      OptionGroup.of(
          "state",
          "Where streams are remembered, and for how long.",
          BACKEND,
          HOT_TIER_MEMORY,
          TTL);

  private StateOptions() {}
}
