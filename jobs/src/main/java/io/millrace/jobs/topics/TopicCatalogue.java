/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.flink.configuration.ConfigOption;

/**
 * The topics of the jobs by the roles they play: {@code signals}, {@code predictions}, {@code
 * late}, {@code dead-letters}, {@code models}, {@code drift-instances} and so on. Immutable.
 */
public final class TopicCatalogue {
  private record Role(String name, Topic topic, ConfigOption<String> option) {}

  private static final List<Role> ROLES =
      List.of(
          new Role("signals", Topics.SIGNAL_FRAMES, TopicOptions.SIGNALS),
          new Role("predictions", Topics.SIGNAL_PREDICTIONS, TopicOptions.PREDICTIONS),
          new Role("late", Topics.SIGNAL_LATE, TopicOptions.LATE),
          new Role("dead-letters", Topics.DEAD_LETTERS, TopicOptions.DEAD_LETTERS),
          new Role("models", Topics.MODELS, TopicOptions.MODELS),
          new Role("drift-instances", Topics.DRIFT_INSTANCES, TopicOptions.DRIFT_INSTANCES),
          new Role("drift-labels", Topics.DRIFT_LABELS, TopicOptions.DRIFT_LABELS),
          new Role("drift-predictions", Topics.DRIFT_PREDICTIONS, TopicOptions.DRIFT_PREDICTIONS),
          new Role("drift-reports", Topics.DRIFT_REPORTS, TopicOptions.DRIFT_REPORTS),
          new Role(
              "drift-unmatched-labels",
              Topics.DRIFT_UNMATCHED_LABELS,
              TopicOptions.DRIFT_UNMATCHED_LABELS),
          new Role(
              "graph-interactions", Topics.GRAPH_INTERACTIONS, TopicOptions.GRAPH_INTERACTIONS),
          new Role("graph-predictions", Topics.GRAPH_PREDICTIONS, TopicOptions.GRAPH_PREDICTIONS),
          new Role("graph-embeddings", Topics.GRAPH_EMBEDDINGS, TopicOptions.GRAPH_EMBEDDINGS),
          new Role("graph-reports", Topics.GRAPH_REPORTS, TopicOptions.GRAPH_REPORTS),
          new Role("graph-late", Topics.GRAPH_LATE, TopicOptions.GRAPH_LATE),
          new Role("graph-replicas", Topics.GRAPH_REPLICAS, TopicOptions.GRAPH_REPLICAS),
          new Role("parameter-updates", Topics.PARAMETER_UPDATES, TopicOptions.PARAMETER_UPDATES),
          new Role("worker-heartbeats", Topics.WORKER_HEARTBEATS, TopicOptions.WORKER_HEARTBEATS),
          new Role(
              "worker-assignments", Topics.WORKER_ASSIGNMENTS, TopicOptions.WORKER_ASSIGNMENTS),
          new Role(
              "aggregation-reports", Topics.AGGREGATION_REPORTS, TopicOptions.AGGREGATION_REPORTS));

  private final Map<String, Topic> topics;

  private TopicCatalogue(Map<String, Topic> topics) {
    this.topics = topics;
  }

  /** The topics as a configuration names them. */
  public static TopicCatalogue of(JobConfiguration configuration) {
    Map<String, Topic> topics = new LinkedHashMap<>();
    for (Role role : ROLES) {
      topics.put(role.name(), role.topic().withName(configuration.get(role.option())));
    }
    return new TopicCatalogue(topics);
  }

  /**
   * With other numbers of partitions.
   *
   * @param partitions by role
   * @throws IllegalArgumentException when there is no such role, or a number is below 1
   */
  public TopicCatalogue withPartitions(Map<String, Integer> partitions) {
    return with(partitions, Topic::withPartitions);
  }

  /**
   * With other times after which records go.
   *
   * @param retentions by role
   * @throws IllegalArgumentException when there is no such role
   */
  public TopicCatalogue withRetention(Map<String, Duration> retentions) {
    return with(retentions, Topic::withRetention);
  }

  private <T> TopicCatalogue with(Map<String, T> values, BiFunction<Topic, T, Topic> change) {
    Map<String, Topic> changed = new LinkedHashMap<>(topics);
    values.forEach((role, value) -> changed.put(role, change.apply(byRole(role), value)));
    return new TopicCatalogue(changed);
  }

  private Topic byRole(String role) {
    Topic topic = topics.get(role);
    if (topic == null) {
      throw new IllegalArgumentException(
          "there is no topic '" + role + "'; there are " + String.join(", ", topics.keySet()));
    }
    return topic;
  }

  /** All topics by role. */
  public Map<String, Topic> byRole() {
    return new LinkedHashMap<>(topics);
  }

  /**
   * Some of the topics.
   *
   * @param names roles or names of topics; none for all
   * @throws IllegalArgumentException when one of them is unknown
   */
  public TopicCatalogue only(List<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    Map<String, Topic> picked = new LinkedHashMap<>();
    for (String name : names) {
      String role = roleOf(name);
      picked.put(role, topics.get(role));
    }
    return new TopicCatalogue(picked);
  }

  /** The name of the topic with this role, or the given name where it is no role. */
  public String name(String roleOrName) {
    Topic topic = topics.get(roleOrName);
    return topic == null ? roleOrName : topic.name();
  }

  private String roleOf(String name) {
    for (Map.Entry<String, Topic> entry : topics.entrySet()) {
      if (entry.getKey().equals(name) || entry.getValue().name().equals(name)) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException(
        "there is no topic '" + name + "' in the configuration; there are " + describe());
  }

  private String describe() {
    List<String> all = new ArrayList<>();
    topics.forEach((role, topic) -> all.add(role + " (" + topic.name() + ")"));
    return String.join(", ", all);
  }
}
