/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicReport;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.Libraries;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.run.Preflight;
import io.millrace.jobs.run.RunnableJob;
import io.millrace.jobs.streamingcnn.StreamingCnnOptions;
import io.millrace.jobs.upgrade.SavepointCheck;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelLoader.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What has to hold before a job is submitted or changed: afterwards it would fail for ever. */
final class Admission {
  private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(20);

  private final ClusterState state;
  private final JobManager client;
  private final Consumer<String> notes;

  Admission(ClusterState state, JobManager client, Consumer<String> notes) {
    this.state = state;
    this.client = client;
    this.notes = notes;
  }

  /**
   * Accepts this command's build.
   *
   * @throws ClusterException when the cluster runs another
   */
  void requireSameBuild() {
    if (!Libraries.ofThisProcess().fingerprint().equals(state.build())) {
      throw new ClusterException(
          "the cluster runs another build than this command: stop its jobs with savepoints, then"
              + " './millrace cluster stop' and './millrace cluster start', and submit them with"
              + " --savepoint");
    }
  }

  /**
   * Accepts a job; on the cluster's own brokers topics that are missing are made.
   *
   * @param slotsInUse by the job that this one takes the place of
   * @throws ConfigurationException when the configuration contradicts itself or the brokers
   * @throws ClusterException when slots are missing
   */
  void check(RunnableJob job, JobConfiguration configuration, int slotsInUse) {
    ConfigurationValidator.validate(configuration);
    requireSlots(configuration.get(JobOptions.PARALLELISM), slotsInUse);
    requireModel(job, configuration);
    if (configuration.get(KafkaOptions.BOOTSTRAP_SERVERS).equals(state.bootstrapServers())) {
      createTopics(job, configuration);
    }
    Preflight.check(job, configuration);
  }

  private void requireSlots(int wanted, int inUse) {
    JobManager.Slots slots = client.slots();
    int free = slots.free() + inUse;
    if (wanted > free) {
      throw new ClusterException(
          JobOptions.PARALLELISM.key()
              + " is "
              + wanted
              + ", but of "
              + slots.total()
              + " slots "
              + free
              + " are free for this job: stop another job, lower it, or start the cluster with"
              + " more --task-managers or --slots");
    }
  }

  /** A model that cannot be loaded would be found out by every task, again and again. */
  private static void requireModel(RunnableJob job, JobConfiguration configuration) {
    if (job == RunnableJob.STREAMING_CNN) {
      ModelAnnouncement initial = StreamingCnnOptions.of(configuration).settings().initial();
      StreamingCnnOptions.loader(configuration)
          .load(initial, new Place(OptionalInt.empty(), 0))
          .close();
    }
  }

  private void createTopics(RunnableJob job, JobConfiguration configuration) {
    List<Topic> topics = List.copyOf(byKey(job, configuration).values());
    KafkaConnection connection = KafkaConnection.to(state.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(connection, KAFKA_PATIENCE)) {
      for (TopicReport report : admin.create(topics)) {
        if (report.status() == TopicReport.Status.CREATED) {
          notes.accept("made the topic " + report.topic().name());
        }
      }
    }
  }

  private static Map<String, Topic> byKey(RunnableJob job, JobConfiguration configuration) {
    Map<String, Topic> topics = new TreeMap<>();
    job.topics(configuration)
        .forEach(
            (option, topic) -> topics.put(option.key(), topic.withName(configuration.get(option))));
    return topics;
  }

  /**
   * Accepts what a job is to go on from.
   *
   * @param savepoint or null for nothing
   * @throws ConfigurationException when it is not there, or is not this job's
   */
  static void requireSavepoint(RunnableJob job, JobConfiguration configuration, String savepoint) {
    if (savepoint != null) {
      SavepointCheck.require(
          job.environment(configuration).getStreamGraph().getJobGraph(), savepoint);
    }
  }

  /**
   * Accepts another configuration for a job with state.
   *
   * @throws ClusterException when the state does not fit it
   */
  static void requireFit(
      RunnableJob job, JobConfiguration before, JobConfiguration after, boolean dropState) {
    ConfigurationValidator.validate(after);
    List<String> problems = new ArrayList<>(Compatibility.problems(job, before, after));
    Set<String> lost =
        Compatibility.lost(
            job.environment(before).getStreamGraph(), job.environment(after).getStreamGraph());
    if (!lost.isEmpty() && !dropState) {
      problems.add(
          "the state of "
              + String.join(", ", lost)
              + " would be lost: leave what it belongs to switched on, or give --drop-state");
    }
    if (!problems.isEmpty()) {
      throw new ClusterException(
          "the job goes on as it is, its state does not fit the new configuration:\n  "
              + String.join("\n  ", problems));
    }
  }
}
