/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.connectors.avro.Codec;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationValidator;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;

/** A broker, a cluster and the job between them, for tests. Every test has topics of its own. */
final class JobHarness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Platform platform;

  JobHarness(int taskManagers, int slots) {
    platform = Platform.start(4, 0, taskManagers, slots);
  }

  Platform platform() {
    return platform;
  }

  EmbeddedFlink flink() {
    return platform.flink();
  }

  /** A configuration whose topics, group and transactions nobody else uses. */
  JobConfiguration configuration(String name) {
    JobConfiguration configuration =
        JobConfiguration.defaults()
            .with(JobOptions.NAME, name)
            .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
            .with(KafkaOptions.GROUP_ID, name)
            .with(KafkaOptions.TRANSACTIONAL_ID_PREFIX, name)
            .with(JobOptions.PARALLELISM, 2)
            .with(CheckpointOptions.INTERVAL, Duration.ofMillis(500))
            .with(CheckpointOptions.RESTART_DELAY, Duration.ofMillis(200))
            .with(SignalOptions.IDLE_TIMEOUT, Duration.ofSeconds(1));
    Map<ConfigOption<String>, Topic> topics =
        Map.of(
            TopicOptions.SIGNALS, Topics.SIGNAL_FRAMES.withPartitions(4),
            TopicOptions.PREDICTIONS, Topics.SIGNAL_PREDICTIONS.withPartitions(4),
            TopicOptions.LATE, Topics.SIGNAL_LATE,
            TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS,
            TopicOptions.MODELS, Topics.MODELS);
    List<Topic> named = new ArrayList<>();
    for (Map.Entry<ConfigOption<String>, Topic> entry : topics.entrySet()) {
      Topic topic = entry.getValue();
      String own = name + '.' + topic.name();
      configuration = configuration.with(entry.getKey(), own);
      named.add(
          new Topic(
              own,
              topic.partitions(),
              topic.retention(),
              topic.cleanup(),
              topic.schema(),
              topic.description()));
    }
    try (TopicAdmin admin = TopicAdmin.connect(platform.connection(), Duration.ofSeconds(30))) {
      admin.create(named);
    }
    return configuration;
  }

  EmbeddedJob submit(JobConfiguration configuration) {
    ConfigurationValidator.validate(configuration);
    EmbeddedJob job = flink().submit(StreamingCnnJob.environment(configuration).getStreamGraph());
    job.awaitRunning(PATIENCE);
    return job;
  }

  EmbeddedJob resume(JobConfiguration configuration, String savepoint) {
    EmbeddedJob job =
        flink().submit(StreamingCnnJob.environment(configuration).getStreamGraph(), savepoint);
    job.awaitRunning(PATIENCE);
    return job;
  }

  FrameTopic frames(JobConfiguration configuration) {
    return topic(configuration, TopicOptions.SIGNALS);
  }

  FrameTopic topic(JobConfiguration configuration, ConfigOption<String> topic) {
    return new FrameTopic(platform.connection(), configuration.get(topic));
  }

  List<DeadLetter> deadLetters(JobConfiguration configuration, int expected) {
    return await(
        configuration.get(TopicOptions.DEAD_LETTERS), RecordCodec.of(DeadLetter.class), expected);
  }

  /** Committed predictions by stream, in the order of the topic, once there are so many. */
  Map<String, List<SignalPrediction>> predictions(JobConfiguration configuration, int expected) {
    Map<String, List<SignalPrediction>> streams = new TreeMap<>();
    for (SignalPrediction prediction :
        await(
            configuration.get(TopicOptions.PREDICTIONS),
            RecordCodec.of(SignalPrediction.class),
            expected)) {
      streams.computeIfAbsent(prediction.getStreamId(), id -> new ArrayList<>()).add(prediction);
    }
    return streams;
  }

  /** What a reader of committed records sees, once it is so many records or more. */
  <T> List<T> await(String topic, Codec<T> codec, int expected) {
    List<T> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (TopicFollower<T> follower =
        new TopicFollower<>(platform.connection(), topic, codec, TopicFollower.Start.EARLIEST)) {
      while (records.size() < expected || !follower.caughtUp()) {
        follower.poll(Duration.ofMillis(200), records::add);
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              topic + " has " + records.size() + " records, not " + expected + ", in " + PATIENCE);
        }
      }
    }
    return records;
  }

  @Override
  public void close() {
    platform.close();
  }
}
