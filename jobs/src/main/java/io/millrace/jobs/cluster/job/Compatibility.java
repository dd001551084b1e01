/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.run.RunnableJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/**
 * Tells beforehand whether the state of a job can be that of another configuration: some options
 * decide what the state looks like, and a job that finds another kind would fail again and again.
 */
final class Compatibility {
  private static final String BEGIN =
      "leave it as it is, or stop the job and submit it anew under another name";

  private static final List<ConfigOption<?>> ANY_JOB = List.of(JobOptions.MAX_PARALLELISM);

  private static final Map<RunnableJob, List<ConfigOption<?>>> SHAPES =
      Map.of(
          RunnableJob.STREAMING_CNN,
          List.of(TopicOptions.SIGNALS, TopicOptions.MODELS),
          RunnableJob.DRIFT_MOE,
          List.of(
              DriftOptions.LEARNER,
              DriftOptions.DETECTOR,
              DriftOptions.CLASSES,
              DriftOptions.CLASS_NAMES,
              TopicOptions.DRIFT_INSTANCES,
              TopicOptions.DRIFT_LABELS),
          RunnableJob.TEMPORAL_GRAPH,
          List.of(GraphOptions.PARTITIONS, TopicOptions.GRAPH_INTERACTIONS),
          RunnableJob.PARAMETER_AGGREGATION,
          List.of(
              AggregationOptions.RULE,
              AggregationOptions.PARAMETERS,
              AggregationOptions.PARTS,
              AggregationOptions.WHOLE_MODELS,
              TopicOptions.PARAMETER_UPDATES,
              TopicOptions.WORKER_HEARTBEATS));

  /** They do not count where a trained model says the same. */
  private static final List<ConfigOption<?>> GRAPH_MODEL =
      List.of(
          GraphOptions.MODEL, GraphOptions.FEATURES, GraphOptions.MEMORY, GraphOptions.NEIGHBOURS);

  private final JobConfiguration before;
  private final JobConfiguration after;
  private final List<String> problems = new ArrayList<>();

  private Compatibility(JobConfiguration before, JobConfiguration after) {
    this.before = before;
    this.after = after;
  }

  /**
   * What stands against going on with another configuration; nothing when the state fits. Both are
   * valid by themselves.
   */
  static List<String> problems(RunnableJob job, JobConfiguration before, JobConfiguration after) {
    Compatibility check = new Compatibility(before, after);
    ANY_JOB.forEach(option -> check.same(option, "what the state is divided by", BEGIN));
    SHAPES.get(job).forEach(option -> check.same(option, "what the state depends on", BEGIN));
    if (job == RunnableJob.STREAMING_CNN) {
      check.model();
    } else if (job == RunnableJob.TEMPORAL_GRAPH && after.get(GraphOptions.BUNDLE).isBlank()) {
      GRAPH_MODEL.forEach(option -> check.same(option, "the shape of its model", BEGIN));
      check.same(GraphOptions.BUNDLE, "the model that its state goes with", BEGIN);
    }
    return List.copyOf(check.problems);
  }

  /** The job goes on with the model that its state names, whatever the configuration says. */
  private void model() {
    same(
        ModelOptions.URI,
        "the model that serves, and the state goes on with that one",
        "leave it as it is and announce the new bundle on the topic of models, which needs no"
            + " upgrade; or stop the job and submit it anew");
  }

  private void same(ConfigOption<?> option, String what, String remedy) {
    Object old = before.get(option);
    Object wanted = after.get(option);
    if (!Objects.equals(old, wanted)) {
      problems.add(
          "%s is '%s', but the job runs with '%s', %s: %s"
              .formatted(option.key(), wanted, old, what, remedy));
    }
  }

  /**
   * Operators with state that the other graph does not have; Flink would refuse to drop theirs.
   *
   * @return their uids
   */
  static Set<String> lost(StreamGraph before, StreamGraph after) {
    Set<String> lost = new TreeSet<>(uids(before));
    lost.removeAll(uids(after));
    return lost;
  }

  private static Set<String> uids(StreamGraph graph) {
    return graph.getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
