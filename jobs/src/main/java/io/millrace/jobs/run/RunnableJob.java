/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import io.millrace.connectors.topics.Right;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.driftmoe.DriftMoeJob;
import io.millrace.jobs.parameteraggregation.ParameterAggregationJob;
import io.millrace.jobs.share.Sharing;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import io.millrace.jobs.temporalgraph.TemporalGraphJob;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs that can be run by name. */
public enum RunnableJob {
  STREAMING_CNN("streaming-cnn") {
    @Override
    public StreamExecutionEnvironment environment(JobConfiguration configuration) {
      return StreamingCnnJob.environment(configuration);
    }

    @Override
    public List<Right> rights(JobConfiguration configuration) {
      return KafkaEnds.rights(configuration);
    }

    @Override
    Map<ConfigOption<String>, String> inputs(JobConfiguration configuration) {
      return Map.of(TopicOptions.SIGNALS, configuration.get(KafkaOptions.GROUP_ID));
    }

    @Override
    Map<ConfigOption<String>, Topic> topics() {
      return Map.of(
          TopicOptions.SIGNALS, Topics.SIGNAL_FRAMES,
          TopicOptions.PREDICTIONS, Topics.SIGNAL_PREDICTIONS,
          TopicOptions.LATE, Topics.SIGNAL_LATE,
          TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS,
          TopicOptions.MODELS, Topics.MODELS);
    }
  },

  DRIFT_MOE(DriftMoeJob.NAME) {
    @Override
    public StreamExecutionEnvironment environment(JobConfiguration configuration) {
      return DriftMoeJob.environment(configuration);
    }

    @Override
    public List<Right> rights(JobConfiguration configuration) {
      return DriftMoeJob.rights(configuration);
    }

    @Override
    Map<ConfigOption<String>, String> inputs(JobConfiguration configuration) {
      return DriftMoeJob.inputs(configuration);
    }

    @Override
    Map<ConfigOption<String>, Topic> topics() {
      return Map.of(
          TopicOptions.DRIFT_INSTANCES, Topics.DRIFT_INSTANCES,
          TopicOptions.DRIFT_LABELS, Topics.DRIFT_LABELS,
          TopicOptions.DRIFT_PREDICTIONS, Topics.DRIFT_PREDICTIONS,
          TopicOptions.DRIFT_REPORTS, Topics.DRIFT_REPORTS,
          TopicOptions.DRIFT_UNMATCHED_LABELS, Topics.DRIFT_UNMATCHED_LABELS,
          TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS);
    }
  },

  TEMPORAL_GRAPH(TemporalGraphJob.NAME) {
    @Override
    public StreamExecutionEnvironment environment(JobConfiguration configuration) {
      return TemporalGraphJob.environment(configuration);
    }

    @Override
    public List<Right> rights(JobConfiguration configuration) {
      return TemporalGraphJob.rights(configuration);
    }

    @Override
    Map<ConfigOption<String>, String> inputs(JobConfiguration configuration) {
      return Map.of(TopicOptions.GRAPH_INTERACTIONS, configuration.get(KafkaOptions.GROUP_ID));
    }

    @Override
    Map<ConfigOption<String>, Topic> topics() {
      return Map.of(
          TopicOptions.GRAPH_INTERACTIONS, Topics.GRAPH_INTERACTIONS,
          TopicOptions.GRAPH_PREDICTIONS, Topics.GRAPH_PREDICTIONS,
          TopicOptions.GRAPH_EMBEDDINGS, Topics.GRAPH_EMBEDDINGS,
          TopicOptions.GRAPH_REPORTS, Topics.GRAPH_REPORTS,
          TopicOptions.GRAPH_LATE, Topics.GRAPH_LATE,
          TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS);
    }
  },

  PARAMETER_AGGREGATION(ParameterAggregationJob.NAME) {
    @Override
    public StreamExecutionEnvironment environment(JobConfiguration configuration) {
      return ParameterAggregationJob.environment(configuration);
    }

    @Override
    public List<Right> rights(JobConfiguration configuration) {
      return ParameterAggregationJob.rights(configuration);
    }

    @Override
    Map<ConfigOption<String>, String> inputs(JobConfiguration configuration) {
      return Map.of(TopicOptions.PARAMETER_UPDATES, configuration.get(KafkaOptions.GROUP_ID));
    }

    @Override
    Map<ConfigOption<String>, Topic> topics() {
      return Map.of(
          TopicOptions.PARAMETER_UPDATES, Topics.PARAMETER_UPDATES,
          TopicOptions.WORKER_HEARTBEATS, Topics.WORKER_HEARTBEATS,
          TopicOptions.WORKER_ASSIGNMENTS, Topics.WORKER_ASSIGNMENTS,
          TopicOptions.AGGREGATION_REPORTS, Topics.AGGREGATION_REPORTS,
          TopicOptions.MODELS, Topics.MODELS,
          TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS);
    }
  };

  private final String label;

  RunnableJob(String label) {
    this.label = label;
  }

  /** Its name on the command line. */
  public final String label() {
    return label;
  }

  /** An environment with the job's pipeline. */
  public abstract StreamExecutionEnvironment environment(JobConfiguration configuration);

  /** The configuration with the job's own names where it keeps the defaults. */
  public final JobConfiguration own(JobConfiguration configuration) {
    return configuration.named(label);
  }

  /**
   * What the job has to be allowed on the brokers, and no more.
   *
   * @param configuration with the job's own names
   */
  public abstract List<Right> rights(JobConfiguration configuration);

  /**
   * The topics that the job works off, with the consumer group that commits how far it came.
   *
   * @param configuration with the job's own names
   */
  abstract Map<ConfigOption<String>, String> inputs(JobConfiguration configuration);

  /** The topics that must be there, with their defaults. */
  abstract Map<ConfigOption<String>, Topic> topics();

  /** The topics that must be there for a configuration: sharing and partitions have some more. */
  public final Map<ConfigOption<String>, Topic> topics(JobConfiguration configuration) {
    Map<ConfigOption<String>, Topic> all = new HashMap<>(topics());
    Sharing sharing = Sharing.of(configuration);
    boolean learns = this == DRIFT_MOE || this == TEMPORAL_GRAPH;
    if (learns && sharing.publishes()) {
      all.put(TopicOptions.PARAMETER_UPDATES, Topics.PARAMETER_UPDATES);
    }
    boolean swaps = this == TEMPORAL_GRAPH && !configuration.get(GraphOptions.FOLLOW).isBlank();
    if (learns && (sharing.follows() || swaps)) {
      all.put(TopicOptions.MODELS, Topics.MODELS);
    }
    if (this == TEMPORAL_GRAPH && configuration.get(GraphOptions.PARTITIONS) > 1) {
      all.put(TopicOptions.GRAPH_REPLICAS, Topics.GRAPH_REPLICAS);
    }
    return all;
  }

  /** The job that has a name. */
  public static Optional<RunnableJob> named(String name) {
    return Arrays.stream(values()).filter(job -> job.label.equals(name)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(job -> job.label).collect(Collectors.joining(" or "));
  }
}
