/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.Refusal;
import io.millrace.connectors.kafka.Writing;
import io.millrace.connectors.topics.TopicReport.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes topics and compares them with what they should be. Nothing that exists is changed.
 *
 * <p>Every method throws {@link TopicAdminException} when no broker answers in time or one refuses.
 */
public final class TopicAdmin implements AutoCloseable {
  private final Admin admin;
  private final KafkaConnection connection;
  private final Duration timeout;

  private TopicAdmin(Admin admin, KafkaConnection connection, Duration timeout) {
    this.admin = admin;
    this.connection = connection;
    this.timeout = timeout;
  }

  /**
   * @param timeout how long any one request may take
   */
  public static TopicAdmin connect(KafkaConnection connection, Duration timeout) {
    Properties properties = connection.clientProperties();
    String millis = Long.toString(timeout.toMillis());
    properties.setProperty("request.timeout.ms", millis);
    properties.setProperty("default.api.timeout.ms", millis);
    try {
      return new TopicAdmin(Admin.create(properties), connection, timeout);
    } catch (KafkaException e) {
      throw new TopicAdminException(
          "Cannot set up a client for "
              + connection
              + ": "
              + Refusal.explain(e, connection, "check the client's properties"),
          e);
    }
  }

  /**
   * Creates the topics that are missing, as many replicas each as the cluster's brokers allow,
   * three at most, and compares the others. On return every partition can be written and read.
   *
   * @return a report per topic, in the order given
   */
  public List<TopicReport> create(List<Topic> topics) {
    return create(topics, (short) Math.min(3, brokers()));
  }

  /** As {@link #create(List)}, with a given number of replicas. */
  public List<TopicReport> create(List<Topic> topics, short replication) {
    List<NewTopic> wanted = new ArrayList<>();
    for (Topic topic : topics) {
      wanted.add(
          new NewTopic(topic.name(), topic.partitions(), replication).configs(topic.settings()));
    }
    CreateTopicsResult results = admin.createTopics(wanted);
    Map<String, Boolean> created = new LinkedHashMap<>();
    for (Topic topic : topics) {
      created.put(topic.name(), isNew(topic, results.values().get(topic.name())));
    }
    awaitLeaders(topics);
    List<TopicReport> reports = new ArrayList<>();
    for (Topic topic : topics) {
      if (created.get(topic.name())) {
        reports.add(
            new TopicReport(topic, Status.CREATED, topic.partitions(), replication, List.of()));
      } else {
        reports.add(describe(List.of(topic)).get(0));
      }
    }
    return reports;
  }

  /**
   * Waits until every partition has a leader that answers. What the controller has just made may be
   * news to a broker, and an idempotent producer whose first batch is refused while its second is
   * taken can never send the first again.
   */
  private void awaitLeaders(List<Topic> topics) {
    for (Topic topic : topics) {
      for (int partition = 0; partition < partitions(topic); partition++) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        String action = "find the leader of " + place;
        try {
          await(
              admin.listOffsets(Map.of(place, OffsetSpec.latest())).partitionResult(place), action);
        } catch (TopicAdminException e) {
          if (!(e.getCause() instanceof AuthorizationException)) {
            throw e;
          }
        }
      }
    }
  }

  /** How many partitions a topic has, once the broker that is asked knows of it. */
  private int partitions(Topic topic) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      TopicReport report = describe(List.of(topic)).get(0);
      if (report.status() != Status.MISSING) {
        return report.partitions();
      }
      if (System.nanoTime() > end) {
        throw new TopicAdminException(
            "The brokers at " + connection + " made " + topic.name() + " but do not show it", null);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean isNew(Topic topic, KafkaFuture<Void> result) {
    try {
      await(result, "create " + topic.name());
      return true;
    } catch (TopicAdminException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Compares topics with what they should be.
   *
   * @return a report per topic, in the order given
   */
  public List<TopicReport> describe(List<Topic> topics) {
    Map<String, KafkaFuture<TopicDescription>> found =
        admin.describeTopics(topics.stream().map(Topic::name).toList()).topicNameValues();
    List<TopicReport> reports = new ArrayList<>();
    for (Topic topic : topics) {
      Optional<TopicDescription> description = find(topic, found.get(topic.name()));
      reports.add(
          description
              .map(d -> compare(topic, d))
              .orElseGet(() -> new TopicReport(topic, Status.MISSING, 0, 0, List.of())));
    }
    return reports;
  }

  private Optional<TopicDescription> find(Topic topic, KafkaFuture<TopicDescription> result) {
    try {
      return Optional.of(await(result, "describe " + topic.name()));
    } catch (TopicAdminException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private TopicReport compare(Topic topic, TopicDescription description) {
    List<String> differences = new ArrayList<>();
    int partitions = description.partitions().size();
    if (partitions != topic.partitions()) {
      differences.add(
          "partitions = "
              + partitions
              + " instead of "
              + topic.partitions()
              + (partitions < topic.partitions()
                  ? "; kafka-topics --alter --partitions adds some, and moves keys"
                  : "; harmless"));
    }
    settings(topic).ifPresent(config -> differences.addAll(differences(topic, config)));
    int replication = description.partitions().get(0).replicas().size();
    return new TopicReport(topic, Status.EXISTS, partitions, replication, differences);
  }

  private static List<String> differences(Topic topic, Config config) {
    List<String> differences = new ArrayList<>();
    topic
        .settings()
        .forEach(
            (key, value) -> {
              ConfigEntry entry = config.get(key);
              if (entry != null && !value.equals(entry.value())) {
                differences.add(
                    key
                        + " = "
                        + entry.value()
                        + " instead of "
                        + value
                        + "; kafka-configs --alter --add-config "
                        + key
                        + "="
                        + value
                        + " changes it");
              }
            });
    return differences;
  }

  /** Nothing where this user may use the topic, but not see how it is set up. */
  private Optional<Config> settings(Topic topic) {
    try {
      return Optional.of(config(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())));
    } catch (TopicAdminException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Which of some rights this user does not have, as far as brokers tell. Topics that do not exist
   * count as allowed where brokers say that they are missing.
   *
   * @return those that are missing, in the order given
   */
  public List<Right> missing(List<Right> rights) {
    return new RightsCheck(admin, this::outcome).missing(rights);
  }

  /**
   * Checks before a job starts what would otherwise fail it again and again.
   *
   * @throws IllegalArgumentException if the brokers allow no transactions of the wanted length
   */
  public void requireTransactionTimeout(Writing writing) {
    if (writing.delivery() != Writing.Delivery.EXACTLY_ONCE) {
      return;
    }
    Node node = await(admin.describeCluster().nodes(), "list the brokers").iterator().next();
    ConfigEntry limit;
    try {
      limit =
          config(new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
              .get("transaction.max.timeout.ms");
    } catch (TopicAdminException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return;
      }
      throw e;
    }
    long wanted = writing.transactionTimeout().toMillis();
    if (limit != null && wanted > Long.parseLong(limit.value())) {
      throw new IllegalArgumentException(
          "transaction.timeout.ms = "
              + wanted
              + " is above the brokers' transaction.max.timeout.ms = "
              + limit.value()
              + "; lower the former, or raise the latter on every broker");
    }
  }

  /**
   * Which of some topics take smaller records than they should, as far as brokers tell: a job that
   * writes there would fail at the first large one, again and again.
   *
   * @return those that exist and are so, in the order given
   */
  public List<Topic> tooSmall(List<Topic> topics) {
    return topics.stream()
        .filter(topic -> topic.maxRecordBytes() > 0)
        .filter(
            topic ->
                settings(topic)
                    .map(config -> config.get(Topic.MAX_BYTES))
                    .filter(entry -> Integer.parseInt(entry.value()) < topic.maxRecordBytes())
                    .isPresent())
        .toList();
  }

  /** Deletes topics; those that do not exist are passed over. */
  public void delete(List<Topic> topics) {
    admin
        .deleteTopics(topics.stream().map(Topic::name).toList())
        .topicNameValues()
        .forEach(
            (name, result) -> {
              try {
                await(result, "delete " + name);
              } catch (TopicAdminException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw e;
                }
              }
            });
  }

  private int brokers() {
    return await(admin.describeCluster().nodes(), "list the brokers").size();
  }

  private Config config(ConfigResource resource) {
    return await(
        admin.describeConfigs(List.of(resource)).values().get(resource),
        "read the settings of " + resource.name());
  }

  /** What came of a question, or nothing where brokers refuse to answer this user. */
  private <T> Optional<T> outcome(KafkaFuture<T> result, String action) {
    try {
      return Optional.of(await(result, action));
    } catch (TopicAdminException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T await(KafkaFuture<T> result, String action) {
    try {
      return result.get(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw unreachable(action, cause);
      }
      throw new TopicAdminException(
          "The brokers at "
              + connection
              + " refused to "
              + action
              + ": "
              + Refusal.explain(cause, connection, "see their log"),
          cause);
    } catch (TimeoutException e) {
      // The client itself was too busy to say so.
      throw unreachable(action, new org.apache.kafka.common.errors.TimeoutException(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicAdminException("Interrupted while waiting to " + action, e);
    }
  }

  private TopicAdminException unreachable(String action, Throwable cause) {
    return new TopicAdminException(
        "No Kafka broker at "
            + connection
            + " answered within "
            + timeout.toMillis()
            + " ms to "
            + action
            + ": "
            + Refusal.explain(cause, connection, "is it running?"),
        cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
