/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.connectors.avro.Codec;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationValidator;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Player;
import io.millrace.jobs.produce.Signal;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A broker, a cluster and the job between them, for tests. */
final class JobHarness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Platform platform;
  private final EmbeddedFlink flink;

  JobHarness(int taskManagers, int slots) {
    platform = Platform.start(4, 0, taskManagers, slots);
    flink = platform.flink();
  }

  Platform platform() {
    return platform;
  }

  EmbeddedFlink flink() {
    return flink;
  }

  JobConfiguration configuration() {
    return JobConfiguration.defaults()
        .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
        .with(JobOptions.PARALLELISM, 2)
        .with(CheckpointOptions.INTERVAL, Duration.ofMillis(500))
        .with(CheckpointOptions.RESTART_DELAY, Duration.ofMillis(200))
        .with(SignalOptions.IDLE_TIMEOUT, Duration.ofSeconds(1));
  }

  EmbeddedJob submit(JobConfiguration configuration) {
    return flink.submit(environment(configuration).getStreamGraph());
  }

  EmbeddedJob submit(JobConfiguration configuration, String savepoint) {
    return flink.submit(environment(configuration).getStreamGraph(), savepoint);
  }

  static StreamExecutionEnvironment environment(JobConfiguration configuration) {
    return environment(configuration, UnaryOperator.identity());
  }

  static StreamExecutionEnvironment environment(
      JobConfiguration configuration, UnaryOperator<SignalSinks> sinks) {
    ConfigurationValidator.validate(configuration);
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    StreamingCnnJob.defineWorkflow(
        env,
        KafkaEnds.sources(configuration),
        sinks.apply(KafkaEnds.sinks(configuration)),
        StreamingCnnOptions.of(configuration));
    return env;
  }

  /** Plays signals as fast as possible, as if they had just ended. */
  void play(List<? extends Signal> signals, int frame) {
    long longest =
        signals.stream()
            .mapToLong(signal -> Math.round(1000 * signal.length() / signal.samplingRate()))
            .max()
            .orElseThrow();
    try (FrameTopic topic = new FrameTopic(platform.connection(), Topics.SIGNAL_FRAMES.name())) {
      new Player(Player.UNPACED, frame)
          .play(signals, topic, System.currentTimeMillis() - longest, () -> true, samples -> {});
    }
  }

  FrameTopic frames() {
    return new FrameTopic(platform.connection(), Topics.SIGNAL_FRAMES.name());
  }

  List<DeadLetter> deadLetters(int expected) {
    return await(Topics.DEAD_LETTERS.name(), RecordCodec.of(DeadLetter.class), expected);
  }

  /** Committed predictions by stream, in the order of the topic. */
  Map<String, List<SignalPrediction>> predictions(int expected) {
    return byStream(
        await(Topics.SIGNAL_PREDICTIONS.name(), RecordCodec.of(SignalPrediction.class), expected));
  }

  static Map<String, List<SignalPrediction>> byStream(List<SignalPrediction> predictions) {
    Map<String, List<SignalPrediction>> streams = new TreeMap<>();
    for (SignalPrediction prediction : predictions) {
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
              topic
                  + " has "
                  + records.size()
                  + " records, not "
                  + expected
                  + ", after two minutes");
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
