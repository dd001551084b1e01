/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.ClusterState;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A cluster that runs, with the topics of the jobs under test; closing it leaves no process. */
public final class Testbed implements AutoCloseable {
  private final Cluster cluster;
  private final List<Subject> subjects;
  private final ClusterState state;
  private final KafkaConnection kafka;
  private final SubjectJobs jobs;

  private Testbed(
      Cluster cluster, List<Subject> subjects, ClusterState state, Consumer<String> notes) {
    this.cluster = cluster;
    this.subjects = List.copyOf(subjects);
    this.state = state;
    this.kafka = KafkaConnection.to(state.bootstrapServers());
    this.jobs = new SubjectJobs(subjects, cluster.folder(), state, notes);
  }

  /**
   * Starts a cluster and makes the topics; no job runs yet.
   *
   * @param cluster of a {@link Workplace} that was cleared
   * @param runs of the jobs that are to come, by their names
   * @param notes told what goes on
   * @param wanted asked all the time; false breaks off
   * @throws ClusterException when the cluster does not start, or when broken off
   */
  public static Testbed start(
      Cluster cluster,
      ClusterSettings settings,
      List<Subject> subjects,
      List<String> runs,
      Consumer<String> notes,
      BooleanSupplier wanted) {
    ClusterState state = cluster.start(settings, false, wanted);
    try {
      notes.accept("the cluster runs, Flink at " + state.rest());
      Testbed testbed = new Testbed(cluster, subjects, state, notes);
      testbed.jobs.createTopics(testbed.kafka, runs);
      return testbed;
    } catch (RuntimeException e) {
      cluster.stop();
      throw e;
    }
  }

  /**
   * A cluster with no more slots than its jobs take.
   *
   * @param jobs how many, 1 or more
   * @param megabytes of a task manager, 896 or more
   */
  public static ClusterSettings size(int taskManagers, int jobs, int megabytes) {
    int slots = (SubjectJobs.PARALLELISM * jobs + taskManagers - 1) / taskManagers;
    return ClusterSettings.DEFAULT
        .withTaskManagers(taskManagers)
        .withSlots(slots)
        .withTaskManagerMegabytes(megabytes);
  }

  public ClusterState state() {
    return state;
  }

  public KafkaConnection kafka() {
    return kafka;
  }

  public SubjectJobs jobs() {
    return jobs;
  }

  /** Follows the answers of a run. */
  public Answers answers(String run) {
    return new Answers(kafka, subjects, subject -> SubjectJobs.tag(subject, run));
  }

  @Override
  public void close() {
    cluster.stop();
  }
}
