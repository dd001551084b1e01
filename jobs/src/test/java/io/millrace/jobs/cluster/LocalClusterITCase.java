/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.cluster.ClusterState.Member;
import io.millrace.jobs.cluster.job.SessionJobs;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.StartingOffsets;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Player;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.produce.SyntheticSignal;
import io.millrace.jobs.run.RunnableJob;
import io.millrace.jobs.synthetic.EcgProfile;
import io.millrace.schemas.SignalPrediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: a broker, a job manager, a task manager and what watches them. */
class LocalClusterITCase {
  private static final ClusterSettings SMALL =
      ClusterSettings.DEFAULT.withTaskManagerMegabytes(1024);
  private static final RunnableJob CNN = RunnableJob.STREAMING_CNN;
  private static final String EARLIER =
      """
      {"name": "earlier", "job": "drift-moe", "id": "0a", "options": {}, "phase": "running"}
      """;
  private static final int STREAMS = 4;
  private static final int HOP = 90;
  private static final int SAMPLES = 3600;

  /** Of a stream: a window of 1,626 samples ends with each hop that has as many before it. */
  private static final int WINDOWS = SAMPLES / HOP - 1626 / HOP;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private final long begin = System.currentTimeMillis() - Duration.ofMinutes(2).toMillis();
  private int round;

  @Test
  void aJobGoesThroughItsLifeAndThroughTheDeathOfEveryProcess() throws Exception {
    Cluster cluster = new Cluster(new ClusterFolder(folder));
    cluster.folder().create();
    Files.writeString(cluster.folder().jobs().resolve("earlier.json"), EARLIER);
    ClusterState state = cluster.start(SMALL, false, () -> true);
    assertThat(SessionJobs.wanted(cluster.folder())).as("without --resume").isEmpty();
    try (SessionJobs jobs = new SessionJobs(cluster.folder(), state, notes::add)) {
      SessionJobs.Submitted first = jobs.submit(CNN, configuration(), null, false);
      predictions(state);
      assertThatThrownBy(() -> jobs.submit(CNN, configuration(), null, false))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("runs already");
      assertThatThrownBy(() -> cluster.start(SMALL, false, () -> true))
          .hasMessageContaining("already");

      // The same task manager again: native libraries must not be tied to the first job.
      String savepoint = jobs.stop("streaming-cnn", true).savepoint();
      JobConfiguration wider = configuration().with(JobOptions.MAX_PARALLELISM, 64);
      assertThatThrownBy(() -> jobs.submit(CNN, wider, savepoint, false))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("was taken with 128");
      SessionJobs.Submitted second = jobs.submit(CNN, configuration(), savepoint, false);
      assertThat(second.id()).isNotEqualTo(first.id());
      predictions(state);

      assertThatThrownBy(
              () ->
                  jobs.upgrade(
                      "streaming-cnn", configuration().with(JobOptions.MAX_PARALLELISM, 64), false))
          .hasMessageContaining("millrace.job.max-parallelism is '64'")
          .hasMessageContaining("the job goes on as it is");
      assertThat(jobs.client().isRunning(second.id())).isTrue();
      jobs.upgrade("streaming-cnn", configuration().with(BundleOptions.SIZE, 16), false);
      String rescaled = jobs.rescale("streaming-cnn", 2).id();
      assertThat(jobs.client().parallelism(rescaled)).isEqualTo(2);
      predictions(state);

      Member taskManager = kill(cluster, "taskmanager-1");
      predictions(state);
      kill(cluster, "jobmanager");
      predictions(state);

      ClusterState after = cluster.require();
      assertThat(after.member("taskmanager-1").orElseThrow().mark().pid())
          .isNotEqualTo(taskManager.mark().pid());
      assertThat(after.member("jobmanager").orElseThrow().restarts()).isPositive();
    } finally {
      List<ProcessMark> processes = processes(cluster);
      cluster.stop();
      assertThat(processes).hasSize(4).noneMatch(ProcessMark::isAlive);
      assertThat(cluster.state()).isEmpty();
    }
    assertThatThrownBy(() -> cluster.start(SMALL.withBrokers(3), false, () -> true))
        .hasMessageStartingWith("the cluster did not start: the topics in")
        .hasMessageContaining("belong to 1 brokers: give --brokers 1");
    assertThat(SessionJobs.wanted(cluster.folder()))
        .as("after a start that failed")
        .containsExactly("streaming-cnn");
    assertThat(notes).anyMatch(note -> note.contains(Topics.SIGNAL_FRAMES.name()));
    assertThat(cluster.folder().log("taskmanager-1")).isNotEmptyFile();
  }

  private static JobConfiguration configuration() {
    return JobConfiguration.defaults()
        .with(KafkaOptions.STARTING_OFFSETS, StartingOffsets.EARLIEST)
        .with(CheckpointOptions.INTERVAL, Duration.ofMillis(700))
        .with(CheckpointOptions.RESTART_ATTEMPTS, 100)
        .with(SignalOptions.IDLE_TIMEOUT, Duration.ofSeconds(1));
  }

  private static Member kill(Cluster cluster, String name) {
    Member member = cluster.require().member(name).orElseThrow();
    member.mark().find().orElseThrow().destroyForcibly();
    return member;
  }

  private static List<ProcessMark> processes(Cluster cluster) {
    List<ProcessMark> marks = new ArrayList<>();
    cluster
        .state()
        .ifPresent(
            state -> {
              marks.add(state.supervisor());
              state.members().forEach(member -> marks.add(member.mark()));
            });
    return marks;
  }

  /** Sends streams that nobody sent before and waits until all their predictions are committed. */
  private void predictions(ClusterState state) {
    KafkaConnection connection = KafkaConnection.to(state.bootstrapServers());
    round++;
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      signals.add(
          new SyntheticSignal(
              "round-%d-%d".formatted(round, i), EcgProfile.random(round), SAMPLES));
    }
    try (FrameTopic topic = new FrameTopic(connection, Topics.SIGNAL_FRAMES.name())) {
      long start = begin + round * Duration.ofSeconds(15).toMillis();
      new Player(Player.UNPACED, HOP).play(signals, topic, start, () -> true, samples -> {});
    }
    try (TopicFollower<SignalPrediction> follower =
        new TopicFollower<>(
            connection,
            Topics.SIGNAL_PREDICTIONS.name(),
            RecordCodec.of(SignalPrediction.class),
            TopicFollower.Start.EARLIEST)) {
      seen.clear();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (seen.size() < round * STREAMS * WINDOWS || !follower.caughtUp()) {
        follower.poll(
            Duration.ofMillis(200),
            prediction ->
                seen.merge(
                    prediction.getStreamId() + '@' + prediction.getWindowEnd(), 1, Integer::sum));
        assertThat(System.nanoTime()).as("%s seen", seen.size()).isLessThan(deadline);
      }
    }
    assertThat(seen).hasSize(round * STREAMS * WINDOWS);
    assertThat(seen.values()).as("each once").allMatch(times -> times == 1);
  }
}
