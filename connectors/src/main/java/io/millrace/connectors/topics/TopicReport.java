/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import java.util.List;

/**
 * How a topic on a cluster compares with what it should be.
 *
 * @param differences in words, with both values and the remedy; empty when there are none
 */
public record TopicReport(
    Topic topic, Status status, int partitions, int replication, List<String> differences) {

  /** What was found or done. */
  public enum Status {
    CREATED,
    EXISTS,
    MISSING
  }

  public TopicReport {
    differences = List.copyOf(differences);
  }

  /** Whether the topic is there and as it should be. */
  public boolean isAsWanted() {
    return status != Status.MISSING && differences.isEmpty();
  }
}
