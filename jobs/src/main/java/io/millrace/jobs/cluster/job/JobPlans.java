/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.run.RunnableJob;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** What Flink runs for a job, with the cluster's brokers and folder where the job names none. */
final class JobPlans {
  private final ClusterFolder folder;
  private final String bootstrapServers;

  JobPlans(ClusterFolder folder, ClusterState state) {
    this.folder = folder;
    this.bootstrapServers = state.bootstrapServers();
  }

  /** The configuration as the job runs with it. */
  JobConfiguration complete(RunnableJob job, JobConfiguration given) {
    JobConfiguration configuration = job.own(given);
    if (configuration.get(KafkaOptions.BOOTSTRAP_SERVERS) == null) {
      configuration = configuration.with(KafkaOptions.BOOTSTRAP_SERVERS, bootstrapServers);
    }
    if (configuration.get(CheckpointOptions.DIR) == null) {
      configuration = configuration.with(CheckpointOptions.DIR, checkpoints());
    }
    return configuration;
  }

  /** The configuration that a recorded job runs with. */
  JobConfiguration configuration(JobRecord record) {
    return complete(record.kind(), record.configuration());
  }

  /** Where jobs keep their checkpoints that do not choose a place of their own, a URI. */
  String checkpoints() {
    String uri = folder.checkpoints().toUri().toString();
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  /** Where a job keeps its checkpoints, a URI. */
  String checkpoints(JobRecord record) {
    return configuration(record).require(CheckpointOptions.DIR);
  }

  /** A plan under an id that no other has. */
  JobGraph plan(JobRecord record) {
    JobGraph plan = record.kind().environment(configuration(record)).getStreamGraph().getJobGraph();
    plan.addJar(new Path(folder.jobsJar().toUri()));
    return plan;
  }
}
