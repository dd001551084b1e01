/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.util.ArrayList;
import java.util.List;

/** Notices when all that was sent before some moment has been answered. */
final class Recoveries {
  /** A moment that answers are waited for. */
  private static final class Wait {
    final Fault fault;
    final double at;
    double ended = Double.NaN;
    long[] targets;
    double answered = Double.NaN;

    Wait(Fault fault, double at) {
      this.fault = fault;
      this.at = at;
    }
  }

  private final List<Wait> waits = new ArrayList<>();

  /** A fault began at a time, in seconds. */
  void began(Fault fault, double at) {
    waits.add(new Wait(fault, at));
  }

  /**
   * A fault is over.
   *
   * @param targets answers due to what was sent until now, by job
   */
  void ended(Fault fault, double at, long[] targets) {
    for (Wait wait : waits) {
      if (wait.fault.equals(fault)) {
        wait.ended = at;
        wait.targets = targets.clone();
      }
    }
  }

  /**
   * Looks at how far the answers are.
   *
   * @param answers by job
   */
  void look(double at, long[] answers) {
    for (Wait wait : waits) {
      if (wait.targets != null && Double.isNaN(wait.answered) && reached(wait.targets, answers)) {
        wait.answered = at;
      }
    }
  }

  private static boolean reached(long[] targets, long[] answers) {
    for (int i = 0; i < targets.length; i++) {
      if (answers[i] < targets[i]) {
        return false;
      }
    }
    return true;
  }

  /** All faults, in order. */
  List<ChaosReport.Recovery> list() {
    return waits.stream()
        .map(
            wait ->
                new ChaosReport.Recovery(
                    wait.fault.kind(),
                    rounded(wait.at),
                    rounded(wait.ended - wait.at),
                    Double.isNaN(wait.answered) ? null : rounded(wait.answered - wait.at)))
        .toList();
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }
}
