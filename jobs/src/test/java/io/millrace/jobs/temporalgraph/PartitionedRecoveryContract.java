/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.RecoveryContract;
import io.millrace.models.graph.partition.Assignment;
import io.millrace.models.graph.partition.HdrfSettings;
import io.millrace.models.graph.transit.Edge;
import io.millrace.operators.graph.GraphSettings;
import io.millrace.operators.graph.PartitionKeys;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Graphs that are cut: whatever happens, each edge is scored once, by the partition it is of. */
abstract class PartitionedRecoveryContract extends RecoveryContract<GraphScript> {
  static final int PARTITIONS = 3;
  private static final int GRAPHS = 2;
  private static final int LENGTH = 900;

  private final Duration interval;

  PartitionedRecoveryContract(Duration interval) {
    super(GraphJob.TESTED, GRAPHS, LENGTH);
    this.interval = interval;
  }

  @Override
  protected JobConfiguration settings(JobConfiguration configuration) {
    return configuration
        .with(GraphOptions.MEMORY, 16)
        .with(GraphOptions.NEIGHBOURS, 5)
        .with(GraphOptions.BATCH, 20)
        .with(GraphOptions.BATCH_SPAN, Duration.ofMillis(500))
        .with(GraphOptions.REPORT_WINDOW, 50)
        .with(GraphOptions.PARTITIONS, PARTITIONS)
        .with(GraphOptions.RECONCILE_INTERVAL, interval);
  }

  @Override
  protected GraphScript script(JobHarness jobs, JobConfiguration configuration) {
    return new GraphScript(jobs, configuration, GRAPHS, LENGTH);
  }

  @Override
  protected void awaitResults(JobHarness jobs, JobConfiguration configuration, int expected) {
    predictions(jobs, configuration, expected);
  }

  private static List<LinkPrediction> predictions(
      JobHarness jobs, JobConfiguration configuration, int expected) {
    return jobs.await(
        configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, expected);
  }

  /** Waits for all predictions; by the partition's key, in the order of their sequence. */
  static Map<String, List<LinkPrediction>> byPartition(
      JobHarness jobs, JobConfiguration configuration, GraphScript script) {
    Map<String, List<LinkPrediction>> all = new TreeMap<>();
    PartitionKeys keys = keys(configuration);
    for (LinkPrediction prediction : predictions(jobs, configuration, script.size())) {
      if (prediction.getGraphId().matches("g\\d+")) {
        int partition = Integer.parseInt(prediction.getMetadata().get("partition"));
        List<LinkPrediction> own =
            all.computeIfAbsent(
                keys.key(prediction.getGraphId(), partition), key -> new ArrayList<>());
        own.add(prediction);
        assertThat(prediction.getSequence()).isEqualTo(own.size());
      }
    }
    return all;
  }

  private static PartitionKeys keys(JobConfiguration configuration) {
    return new PartitionKeys(PARTITIONS, configuration.get(JobOptions.MAX_PARALLELISM));
  }

  /** The edges of each partition, by its key, in order: what a partitioner alone says. */
  static Map<String, List<Edge>> cut(JobConfiguration configuration, GraphScript script) {
    Map<String, List<Edge>> cut = new HashMap<>();
    PartitionKeys keys = keys(configuration);
    for (int graph = 0; graph < GRAPHS; graph++) {
      Assignment assignment = Assignment.hdrf(HdrfSettings.of(PARTITIONS));
      for (Edge edge : script.edges(graph)) {
        int partition = assignment.assign(edge.source().id(), edge.target().id());
        cut.computeIfAbsent(keys.key(edge.graphId(), partition), key -> new ArrayList<>())
            .add(edge);
      }
    }
    return cut;
  }

  /** Each edge was scored once, by its partition, in its turn. */
  static void assertEachOnce(
      Map<String, List<LinkPrediction>> predictions, Map<String, List<Edge>> cut) {
    assertThat(predictions.keySet()).isEqualTo(cut.keySet());
    predictions.forEach(
        (key, own) ->
            assertThat(own.stream().map(LinkPrediction::getInteractionId))
                .as("edges of %s", key)
                .containsExactlyElementsOf(cut.get(key).stream().map(Edge::edgeId).toList()));
  }

  @Override
  protected Failing failing(JobConfiguration configuration) {
    TemporalGraphOptions options = TemporalGraphOptions.of(configuration);
    GraphSettings settings = options.settings();
    FailingModel failing = FailingModel.around(settings.parts());
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    TemporalGraphJob.defineWorkflow(
        env,
        GraphEnds.sources(configuration),
        GraphEnds.sinks(configuration),
        options.with(settings.withParts(failing)));
    return new Failing(env.getStreamGraph(), failing::arm, failing::failed);
  }
}
