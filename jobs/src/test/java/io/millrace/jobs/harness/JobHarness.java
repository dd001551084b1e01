/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.harness;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.schemas.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A broker, a cluster and a job between them, for tests. Every test has topics of its own. */
public final class JobHarness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final TestedJob tested;
  private final Platform platform;
  private final List<EmbeddedJob> jobs = new ArrayList<>();

  public JobHarness(TestedJob tested, int taskManagers, int slots) {
    this.tested = tested;
    platform = Platform.start(2, 0, taskManagers, slots);
  }

  public Platform platform() {
    return platform;
  }

  public EmbeddedFlink flink() {
    return platform.flink();
  }

  /** A configuration whose topics, group and transactions nobody else uses. */
  public JobConfiguration configuration(String name) {
    JobConfiguration configuration =
        JobConfiguration.defaults()
            .with(JobOptions.NAME, name)
            .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
            .with(KafkaOptions.GROUP_ID, name)
            .with(KafkaOptions.TRANSACTIONAL_ID_PREFIX, name)
            .with(CheckpointOptions.INTERVAL, Duration.ofMillis(500))
            .with(CheckpointOptions.RESTART_DELAY, Duration.ofMillis(200));
    configuration = tested.settings().apply(configuration);
    List<Topic> named = new ArrayList<>();
    for (Map.Entry<ConfigOption<String>, Topic> entry : tested.topics().entrySet()) {
      Topic own = entry.getValue().withName(name + '.' + entry.getValue().name());
      configuration = configuration.with(entry.getKey(), own.name());
      named.add(own);
    }
    try (TopicAdmin admin = TopicAdmin.connect(platform.connection(), Duration.ofSeconds(30))) {
      admin.create(named);
    }
    return configuration;
  }

  public EmbeddedJob submit(JobConfiguration configuration) {
    ConfigurationValidator.validate(configuration);
    return submit(tested.environment().apply(configuration).getStreamGraph());
  }

  public EmbeddedJob submit(StreamGraph graph) {
    return running(flink().submit(graph));
  }

  public EmbeddedJob resume(JobConfiguration configuration, String savepoint) {
    StreamGraph graph = tested.environment().apply(configuration).getStreamGraph();
    return running(flink().submit(graph, savepoint));
  }

  private EmbeddedJob running(EmbeddedJob job) {
    jobs.add(job);
    job.awaitRunning(PATIENCE);
    return job;
  }

  /** Ends all jobs, so that a test that failed takes no slots from the next. */
  public void cancelAll() {
    jobs.forEach(EmbeddedJob::cancel);
    jobs.clear();
  }

  public FrameTopic topic(JobConfiguration configuration, ConfigOption<String> topic) {
    return new FrameTopic(platform.connection(), configuration.get(topic));
  }

  public List<DeadLetter> deadLetters(JobConfiguration configuration, int expected) {
    return await(configuration, TopicOptions.DEAD_LETTERS, DeadLetter.class, expected);
  }

  /** What a reader of committed records sees, once it is so many records or more. */
  public <T extends SpecificRecord> List<T> await(
      JobConfiguration configuration, ConfigOption<String> topic, Class<T> type, int expected) {
    List<T> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (TopicFollower<T> follower =
        new TopicFollower<>(
            platform.connection(),
            configuration.get(topic),
            RecordCodec.of(type),
            TopicFollower.Start.EARLIEST)) {
      while (records.size() < expected || !follower.caughtUp()) {
        follower.poll(Duration.ofMillis(200), records::add);
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              configuration.get(topic)
                  + " has "
                  + records.size()
                  + " records, not "
                  + expected
                  + ", in "
                  + PATIENCE);
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
