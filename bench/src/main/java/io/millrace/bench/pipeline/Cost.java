/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.timing.Spread;
import java.util.ArrayList;
import java.util.List;

/**
 * The turns of one contestant. What happens now and then, such as a checkpoint, counts its share.
 */
final class Cost {
  private static final double NANOS_PER_MICRO = 1000;

  private final List<Turn> turns = new ArrayList<>();

  void add(Turn turn) {
    turns.add(turn);
  }

  /** Events per second over all turns. */
  double eventsPerSecond() {
    return 1e6 / micros();
  }

  /** Microseconds that an event took, over all turns. */
  double micros() {
    return sum(Turn::nanos) / NANOS_PER_MICRO / events();
  }

  /** Microseconds of processor time that an event took, over all threads and turns. */
  double processorMicros() {
    return sum(Turn::processorNanos) / NANOS_PER_MICRO / events();
  }

  /** Microseconds per event of the single turns. */
  Spread spread() {
    return Spread.of(
        turns.stream()
            .filter(turn -> turn.events() > 0)
            .mapToDouble(turn -> turn.nanos() / NANOS_PER_MICRO / turn.events())
            .toArray());
  }

  private double events() {
    double events = sum(Turn::events);
    if (events == 0) {
      throw new IllegalStateException(
          "no event was completed in " + turns.size() + " turns: the job stands still");
    }
    return events;
  }

  private double sum(java.util.function.ToLongFunction<Turn> what) {
    return turns.stream().mapToLong(what).sum();
  }
}
