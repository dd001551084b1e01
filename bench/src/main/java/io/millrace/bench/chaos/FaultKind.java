/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** What can go wrong, and for how long. */
public enum FaultKind {
  KILL_TASK_MANAGER("kill-taskmanager", 0, 0),
  KILL_JOB_MANAGER("kill-jobmanager", 0, 0),
  /** Sometimes shorter than what heartbeats forgive, sometimes longer. */
  PAUSE_TASK_MANAGER("pause-taskmanager", 5, 22),
  KILL_BROKER("kill-broker", 0, 0),
  PAUSE_BROKER("pause-broker", 4, 12),
  /** No byte more fits where checkpoints go. */
  DISK_FULL("disk-full", 6, 12),
  /** Others write to the disk as fast as they can. */
  SLOW_DISK("slow-disk", 6, 12),
  /** A task manager hears from nobody. */
  NETWORK_CUT("network-cut", 5, 22),
  /** Records whose event time lies an hour ahead. */
  CLOCK_JUMP("clock-jump", 0, 0),
  /** Records that are none. */
  POISON("poison", 0, 0),
  /** Ten times the events. */
  BURST("burst", 5, 5);

  private final String label;
  private final Duration shortest;
  private final Duration longest;

  FaultKind(String label, int shortest, int longest) {
    this.label = label;
    this.shortest = Duration.ofSeconds(shortest);
    this.longest = Duration.ofSeconds(longest);
  }

  /** Whether it comes with the input, at a place in it that depends on nothing else. */
  boolean isInput() {
    return this == CLOCK_JUMP || this == POISON || this == BURST;
  }

  /**
   * How long one lasts.
   *
   * @param share of the way from the shortest to the longest, 0 to 1
   */
  Duration lasting(double share) {
    return shortest.plusMillis(Math.round(share * longest.minus(shortest).toMillis()));
  }

  /** The kind with that name on the command line. */
  public static Optional<FaultKind> named(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  @Override
  @JsonValue
  public String toString() {
    return label;
  }
}
