/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.millrace.operators.signal.GapPolicy;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** Time and order of incoming frames. */
public final class SignalOptions {
  public static final ConfigOption<Duration> DISORDER_BOUND =
      key("millrace.signal.disorder-bound")
          .durationType()
          .defaultValue(Duration.ofSeconds(2))
          .withDescription(
              "How far, in event time, a frame may come behind later ones of any stream and still be"
                  + " put in order. What comes later goes to the late topic.");

  public static final ConfigOption<Duration> IDLE_TIMEOUT =
      key("millrace.signal.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "A partition without records for so long no longer holds event time back.");

  public static final ConfigOption<GapPolicy> GAP_POLICY =
      key("millrace.signal.gap-policy")
          .enumType(GapPolicy.class)
          .defaultValue(GapPolicy.RESET)
          .withDescription("What becomes of a stream some of whose samples never came.");

  public static final ConfigOption<Integer> GAP_LIMIT =
      key("millrace.signal.gap-limit")
          .intType()
          .defaultValue(0)
          .withDescription(
              "The longest gap, in samples, that `hold` and `interpolate` fill; a longer one resets"
                  + " the stream.");

  public static final ConfigOption<Duration> MAX_AHEAD =
      key("millrace.signal.max-ahead")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How far a frame's event time may lie ahead of the broker's clock. What lies further"
                  + " ahead would make all other streams late: it goes to the dead letters.");

  public static final ConfigOption<Integer> MAX_FRAME =
      key("millrace.signal.max-frame")
          .intType()
          .defaultValue(1 << 20)
          .withDescription("The longest frame that is accepted, in samples per channel.");

  public static final ConfigOption<Double> RATE_TOLERANCE =
      key("millrace.signal.rate-tolerance")
          .doubleType()
          .defaultValue(0.01)
          .withDescription(
              "How far a frame's sampling rate may lie from the model's, relative to it.");

  public static final ConfigOption<Boolean> EMIT_WARMING =
      key("millrace.signal.emit-warming")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether predictions are written before a stream has filled its first window; they"
                  + " carry the flag `warming`.");

  static final OptionGroup GROUP =
      OptionGroup.of(
          "signal",
          "Time and order of incoming frames.",
          DISORDER_BOUND,
          IDLE_TIMEOUT,
          GAP_POLICY,
          GAP_LIMIT,
          MAX_AHEAD,
          MAX_FRAME,
          RATE_TOLERANCE,
          EMIT_WARMING);

  private SignalOptions() {}
}
