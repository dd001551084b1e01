/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.embedded;

import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.configuration.Configuration;

/**
 * A Kafka broker and a Flink cluster in this process, in a temporary folder that goes with them.
 */
public final class Platform implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<Topic> BUSY =
      Set.of(
          Topics.SIGNAL_FRAMES,
          Topics.SIGNAL_PREDICTIONS,
          Topics.DRIFT_INSTANCES,
          Topics.DRIFT_LABELS,
          Topics.DRIFT_PREDICTIONS);

  private final TemporaryFolder folder;
  private final EmbeddedKafka kafka;
  private EmbeddedFlink flink;

  private Platform(TemporaryFolder folder, EmbeddedKafka kafka) {
    this.folder = folder;
    this.kafka = kafka;
  }

  /**
   * Starts the broker with all topics of Millrace.
   *
   * @param partitions of the topics that jobs read and of their predictions
   * @param port of the broker, 0 for any
   */
  public static Platform start(int partitions, int port) {
    Platform platform = broker(TemporaryFolder.create(), port);
    platform.createTopics(partitions);
    return platform;
  }

  /**
   * Starts the broker with all topics, and a cluster at the same time.
   *
   * @param taskManagers of the cluster
   * @param slots per task manager
   * @see #start(int, int)
   */
  public static Platform start(int partitions, int port, int taskManagers, int slots) {
    TemporaryFolder folder = TemporaryFolder.create();
    CompletableFuture<EmbeddedFlink> cluster =
        CompletableFuture.supplyAsync(
            () -> EmbeddedFlink.start(folder.path(), taskManagers, slots, new Configuration()));
    Platform platform;
    try {
      platform = broker(folder, port);
    } catch (RuntimeException e) {
      cluster.thenAccept(EmbeddedFlink::close).join();
      throw e;
    }
    try {
      platform.flink = cluster.join();
    } catch (CompletionException e) {
      platform.close();
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
    platform.createTopics(partitions);
    return platform;
  }

  private static Platform broker(TemporaryFolder folder, int port) {
    try {
      return new Platform(folder, EmbeddedKafka.start(folder.path().resolve("kafka"), port));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void createTopics(int partitions) {
    List<Topic> topics = topics(partitions);
    try (TopicAdmin admin = TopicAdmin.connect(connection(), PATIENCE)) {
      admin.create(topics);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static List<Topic> topics(int partitions) {
    return Topics.all().stream()
        .map(topic -> BUSY.contains(topic) ? topic.withPartitions(partitions) : topic)
        .toList();
  }

  /** The cluster. */
  public EmbeddedFlink flink() {
    if (flink == null) {
      throw new IllegalStateException("this platform has no Flink cluster: start it with one");
    }
    return flink;
  }

  public KafkaConnection connection() {
    return KafkaConnection.to(kafka.bootstrapServers());
  }

  /** For files that need not outlive the platform. */
  public Path folder() {
    return folder.path();
  }

  /** Ends the cluster, then the broker, and deletes their files. */
  @Override
  public void close() {
    try {
      if (flink != null) {
        flink.close();
      }
    } finally {
      kafka.close();
      folder.close();
    }
  }
}
