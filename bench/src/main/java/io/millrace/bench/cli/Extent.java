/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.PipelineSettings;
import io.millrace.bench.timing.Rhythm;
import java.time.Duration;
import java.util.List;

/**
 * How long things are measured.
 *
 * @param rhythm of hop against full window
 * @param warmUp events of the job before anything counts
 * @param rounds of the job against its parts
 * @param turn of each in a round
 * @param kafkaEvents from Kafka to Kafka
 * @param paced for the latency
 * @param checkpoints time between two
 */
record Extent(
    Rhythm rhythm,
    int warmUp,
    int rounds,
    Duration turn,
    int kafkaEvents,
    Duration paced,
    Duration checkpoints) {
  /** Under two minutes in all. */
  static final Extent QUICK =
      new Extent(
          new Rhythm(Duration.ofMillis(150), Duration.ofMillis(4), Duration.ofMillis(500), 5, 100),
          80_000,
          10,
          Duration.ofMillis(1000),
          60_000,
          Duration.ofSeconds(3),
          Duration.ofSeconds(10));

  /** For four measurements within a minute. */
  static final Extent BRIEF =
      new Extent(
          new Rhythm(Duration.ofMillis(150), Duration.ofMillis(4), Duration.ofMillis(500), 5, 100),
          60_000,
          3,
          Duration.ofMillis(800),
          30_000,
          Duration.ofSeconds(3),
          Duration.ofSeconds(4));

  /** For figures that are kept. */
  static final Extent FULL =
      new Extent(
          new Rhythm(Duration.ofSeconds(2), Duration.ofMillis(10), Duration.ofSeconds(6), 15, 400),
          300_000,
          30,
          Duration.ofSeconds(2),
          400_000,
          Duration.ofSeconds(20),
          Duration.ofSeconds(10));

  PipelineSettings pipeline(int keys, List<Integer> scaling, boolean kafka) {
    return new PipelineSettings(
        keys, scaling, warmUp, rounds, turn, kafka ? kafkaEvents : 0, paced, checkpoints);
  }
}
