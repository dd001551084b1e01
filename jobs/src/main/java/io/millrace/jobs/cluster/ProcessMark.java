/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells a process from a later one that was given its number.
 *
 * @param pid its number
 * @param startedMillis when it began, milliseconds since the epoch; 0 where the system does not say
 * @param word that its command line holds; empty to leave that unchecked
 */
public record ProcessMark(long pid, long startedMillis, String word) {
  /** Clocks of process tables are coarse, and some move a little with the clock of the machine. */
  private static final long TOLERANCE_MILLIS = 2000;

  /** Marks a process that is known to be the right one. */
  public static ProcessMark of(ProcessHandle process, String word) {
    return new ProcessMark(
        process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L), word);
  }

  /** The process, if it still lives and is the one that was marked. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isMine);
  }

  @JsonIgnore
  public boolean isAlive() {
    return find().isPresent();
  }

  private boolean isMine(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean sameStart =
        startedMillis == 0
            || info.startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - startedMillis) < TOLERANCE_MILLIS)
                .orElse(true);
    return sameStart && info.commandLine().map(line -> line.contains(word)).orElse(true);
  }
}
