/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.bench.load.Output;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.consume.TopicFollower;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What is in an output topic, as a reader of committed records sees it. */
final class Observation {
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final Map<String, Image> images = new HashMap<>();
  private final Map<String, Integer> more = new HashMap<>();
  private final Map<String, Integer> other = new HashMap<>();

  /** Reads all of a topic. */
  static <T extends SpecificRecord> Observation read(
      KafkaConnection connection, Output<T> output, String run) {
    Observation observation = new Observation();
    try (TopicFollower<T> follower =
        new TopicFollower<>(
            connection, output.of(run).name(), output.codec(), TopicFollower.Start.EARLIEST)) {
      while (!follower.caughtUp()) {
        follower.poll(
            GLANCE,
            record ->
                observation.add(output.id().apply(record), Image.of(record, output.clocks())));
      }
      if (follower.undecodable() > 0) {
        throw new IllegalStateException(
            follower.undecodable() + " records in " + output.of(run).name() + " cannot be read");
      }
    }
    return observation;
  }

  void add(String id, Image image) {
    Image first = images.putIfAbsent(id, image);
    if (first != null) {
      more.merge(id, 1, Integer::sum);
      if (!first.equals(image)) {
        other.merge(id, 1, Integer::sum);
      }
    }
  }

  /** Records in all, those that came again included. */
  long records() {
    return images.size() + more.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Different ids. */
  long ids() {
    return images.size();
  }

  /** Compares with what should be there. */
  Comparison against(Observation expected) {
    long lost = expected.images.keySet().stream().filter(id -> !images.containsKey(id)).count();
    // A record too many is as bad under an id that nobody expects as under one that was there.
    long strange = images.keySet().stream().filter(id -> !expected.images.containsKey(id)).count();
    long again = more.values().stream().mapToLong(Integer::longValue).sum();
    long mismatched =
        images.entrySet().stream()
            .filter(entry -> expected.images.containsKey(entry.getKey()))
            .filter(
                entry ->
                    !entry.getValue().equals(expected.images.get(entry.getKey()))
                        || other.containsKey(entry.getKey()))
            .count();
    return new Comparison(
        expected.records(), records(), lost, again + strange, mismatched, expected.repeated());
  }

  private long repeated() {
    return more.size();
  }

  /** Some ids that differ, for whoever looks for the reason. */
  java.util.List<String> examples(Observation expected, int most) {
    java.util.Set<String> all = new java.util.TreeSet<>(images.keySet());
    all.addAll(expected.images.keySet());
    return all.stream()
        .filter(
            id ->
                more.containsKey(id)
                    || !java.util.Objects.equals(images.get(id), expected.images.get(id)))
        .limit(most)
        .toList();
  }
}
