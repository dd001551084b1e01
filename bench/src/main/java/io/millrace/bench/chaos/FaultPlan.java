/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What goes wrong when: follows from the seed alone. Every kind has its turn before one again. */
final class FaultPlan {
  /** Time to get going, and at the end to come to rest. */
  static final Duration QUIET = Duration.ofSeconds(20);

  static final Duration APART = Duration.ofSeconds(30);

  private FaultPlan() {}

  /**
   * A plan.
   *
   * @param kinds one or more, each once
   * @param length of the whole run
   */
  static List<Fault> of(long seed, List<FaultKind> kinds, Duration length) {
    Random random = new Random(seed);
    List<FaultKind> order = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    Duration at = QUIET;
    while (at.plus(QUIET).compareTo(length) < 0) {
      if (order.isEmpty()) {
        order.addAll(kinds);
        Collections.shuffle(order, random);
      }
      FaultKind kind = order.remove(order.size() - 1);
      faults.add(
          new Fault(kind, at, kind.lasting(random.nextDouble()), random.nextInt(Short.MAX_VALUE)));
      at = at.plus(APART);
    }
    return List.copyOf(faults);
  }
}
