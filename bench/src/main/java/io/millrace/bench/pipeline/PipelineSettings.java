/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * What is measured of the job, and for how long.
 *
 * @param keys streams of the comparison with the bare step
 * @param scaling numbers of streams whose cost per event is compared; empty to leave that out
 * @param warmUp events before anything counts, so that Java has compiled what it will; no fewer
 *     than the workload wants
 * @param rounds turns of each contestant
 * @param turn length of the job's turn; what it is compared with has half of it
 * @param kafkaEvents events of the run from Kafka to Kafka; 0 leaves it out
 * @param paced how long events are sent at a steady rate to learn the latency
 * @param checkpoints time between two of them
 */
public record PipelineSettings(
    int keys,
    List<Integer> scaling,
    int warmUp,
    int rounds,
    Duration turn,
    int kafkaEvents,
    Duration paced,
    Duration checkpoints) {
  public PipelineSettings {
    scaling = List.copyOf(scaling);
    if (keys < 1 || scaling.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException(
          "keys are " + keys + " and " + scaling + ": give 1 or more");
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds is " + rounds + ": give 1 or more");
    }
  }

  /** The same with a share of the events, for what takes so much longer per event. */
  public PipelineSettings lighter(int times) {
    return new PipelineSettings(
        keys, scaling, warmUp / times, rounds, turn, kafkaEvents / times, paced, checkpoints);
  }
}
