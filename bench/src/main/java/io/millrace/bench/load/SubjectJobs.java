/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.job.SessionJobs;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.StartingOffsets;
import io.millrace.jobs.config.StateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.configuration.MemorySize;

/**
 * The jobs of some subjects on a cluster. They can run several times, on the same input, each run
 * with a name and output topics of its own.
 */
public final class SubjectJobs {
  /** Of every job. */
  public static final int PARALLELISM = 2;

  private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(60);

  private final List<Subject> subjects;
  private final ClusterFolder folder;
  private final ClusterState state;
  private final Consumer<String> notes;

  /**
   * @param notes told what becomes of the jobs
   */
  public SubjectJobs(
      List<Subject> subjects, ClusterFolder folder, ClusterState state, Consumer<String> notes) {
    this.subjects = List.copyOf(subjects);
    this.folder = folder;
    this.state = state;
    this.notes = notes;
  }

  /** Creates the topics that the jobs read, and those that each of the runs writes. */
  public void createTopics(KafkaConnection kafka, List<String> runs) {
    List<Topic> topics = new ArrayList<>();
    for (Subject subject : subjects) {
      topics.add(subject.input());
      topics.addAll(subject.others());
      for (String run : runs) {
        subject.outputs().forEach(output -> topics.add(output.of(tag(subject, run))));
      }
    }
    try (TopicAdmin admin = TopicAdmin.connect(kafka, KAFKA_PATIENCE)) {
      admin.create(topics.stream().distinct().toList());
    }
  }

  /** What the names of a job's output topics end with in a run. */
  public static String tag(Subject subject, String run) {
    return subject.job().label() + "." + run;
  }

  private static String name(Subject subject, String run) {
    return subject.job().label() + "-" + run;
  }

  /** Starts all jobs; they read their input from its beginning. */
  public void submit(String run) {
    try (SessionJobs jobs = new SessionJobs(folder, state, notes)) {
      for (Subject subject : subjects) {
        jobs.submit(subject.job(), configuration(subject, run), null, false);
      }
    }
  }

  /** Stops all jobs; what they had written is committed. */
  public void stop(String run) {
    try (SessionJobs jobs = new SessionJobs(folder, state, notes)) {
      for (Subject subject : subjects) {
        jobs.stop(name(subject, run), true);
      }
    }
  }

  private static JobConfiguration configuration(Subject subject, String run) {
    String name = name(subject, run);
    JobConfiguration configuration =
        subject
            .configuration(JobConfiguration.defaults())
            .with(JobOptions.NAME, name)
            .with(KafkaOptions.GROUP_ID, name)
            .with(KafkaOptions.TRANSACTIONAL_ID_PREFIX, name)
            .with(KafkaOptions.STARTING_OFFSETS, StartingOffsets.EARLIEST)
            .with(JobOptions.PARALLELISM, PARALLELISM)
            .with(StateOptions.HOT_TIER_MEMORY, MemorySize.ofMebiBytes(16))
            .with(CheckpointOptions.INTERVAL, Duration.ofSeconds(2))
            .with(CheckpointOptions.TIMEOUT, Duration.ofSeconds(20))
            .with(CheckpointOptions.RESTART_ATTEMPTS, Integer.MAX_VALUE)
            .with(CheckpointOptions.RESTART_DELAY, Duration.ofMillis(500))
            .with(
                JobOptions.FLINK,
                Map.of("execution.checkpointing.tolerable-failed-checkpoints", "1000000"));
    for (Output<?> output : subject.outputs()) {
      configuration = configuration.with(output.option(), output.of(tag(subject, run)).name());
    }
    return configuration;
  }
}
