/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.bench.load.Timeline;
import java.time.Duration;
import java.util.List;

/** A steady rate, ten times as much in bursts. */
final class BurstTimeline implements Timeline {
  private static final int BURST = 10;

  private final double perSecond;
  private final List<Fault> bursts;
  private final double end;

  /**
   * @param faults of which the bursts count, in order and apart
   */
  BurstTimeline(double perSecond, List<Fault> faults, Duration length) {
    this.perSecond = perSecond;
    this.bursts = faults.stream().filter(fault -> fault.kind() == FaultKind.BURST).toList();
    this.end = seconds(length);
  }

  @Override
  public long events() {
    return eventsBefore(end);
  }

  /** Events that are due before that many seconds. */
  long eventsBefore(double seconds) {
    double time = Math.max(0, Math.min(seconds, end));
    double more = 0;
    for (Fault burst : bursts) {
      double from = seconds(burst.at());
      double until = Math.min(time, seconds(burst.end()));
      more += (BURST - 1) * Math.max(0, until - from);
    }
    return (long) Math.ceil((time + more) * perSecond - 1e-9);
  }

  @Override
  public double due(long event) {
    double steady = event / perSecond;
    for (Fault burst : bursts) {
      double from = seconds(burst.at());
      double until = seconds(burst.end());
      if (steady <= from) {
        return steady;
      }
      if (steady <= from + BURST * (until - from)) {
        return from + (steady - from) / BURST;
      }
      steady -= (BURST - 1) * (until - from);
    }
    return steady;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
