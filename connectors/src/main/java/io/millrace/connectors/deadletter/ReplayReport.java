/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.deadletter;

import java.util.Map;

/**
 * What a replay did.
 *
 * @param read dead letters that were looked at
 * @param selected those of them that the selection includes
 * @param withoutOrigin selected ones that came from no topic and so cannot go back
 * @param incomplete selected ones that hold less than their record and so cannot go back
 * @param unreadable records of the topic that are no dead letters
 * @param replayed by the topic they went back to; what would have been sent, in a dry run
 */
public record ReplayReport(
    long read,
    long selected,
    long withoutOrigin,
    long incomplete,
    long unreadable,
    Map<String, Long> replayed) {
  public ReplayReport {
    replayed = Map.copyOf(replayed);
  }

  /** How many records were sent in all. */
  public long total() {
    return replayed.values().stream().mapToLong(Long::longValue).sum();
  }
}
