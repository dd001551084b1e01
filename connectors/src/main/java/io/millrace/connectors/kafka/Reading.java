/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.util.List;
import java.util.Map;

/**
 * What a source reads and how.
 *
 * @param groupId the consumer group under which offsets are committed, for the lag to be seen; also
 *     the prefix of the client ids
 * @param bounded whether the source ends at what the topics hold when it starts
 * @param consumer properties of the consumers that replace the defaults
 */
public record Reading(
    List<String> topics,
    String groupId,
    StartingPoint start,
    boolean bounded,
    Map<String, String> consumer) {

  public Reading {
    topics = List.copyOf(topics);
    consumer = Map.copyOf(consumer);
    if (topics.isEmpty() || topics.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("Topics " + topics + ": name at least one, none blank");
    }
    if (groupId.isBlank()) {
      throw new IllegalArgumentException("group.id is blank; give every job one of its own");
    }
  }

  /** From where the group stopped, and without an end. */
  public static Reading of(String topic, String groupId) {
    return new Reading(List.of(topic), groupId, StartingPoint.COMMITTED, false, Map.of());
  }

  public Reading from(StartingPoint point) {
    return new Reading(topics, groupId, point, bounded, consumer);
  }

  /** Ends at what the topics hold when the source starts. */
  public Reading untilNow() {
    return new Reading(topics, groupId, start, true, consumer);
  }

  public Reading with(Map<String, String> properties) {
    return new Reading(topics, groupId, start, bounded, properties);
  }
}
