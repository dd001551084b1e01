/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.run.RunnableJob;
import io.millrace.jobs.temporalgraph.Interactions;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.neural.Mix64;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Interactions in some graphs, scored and learned. */
final class InteractionSubject implements Subject {
  private static final int GRAPHS = 4;
  private static final int NODES = 200;
  private static final float[] NONE = {};

  private static final Output<LinkPrediction> PREDICTIONS =
      new Output<>(
          TopicOptions.GRAPH_PREDICTIONS,
          Topics.GRAPH_PREDICTIONS,
          LinkPrediction.class,
          record -> record.getGraphId() + "/" + record.getInteractionId(),
          Set.of("emittedAt"));
  private static final Output<GraphReport> REPORTS =
      new Output<>(
          TopicOptions.GRAPH_REPORTS,
          Topics.GRAPH_REPORTS,
          GraphReport.class,
          record -> record.getGraphId() + "/" + record.getSequence(),
          // What is live depends on what the hot tier holds just then.
          Set.of("emittedAt", "stateBytes"));

  private final RecordCodec<Interaction> codec = RecordCodec.of(Interaction.class);
  private final long seed;
  private final Lifetime lifetime;

  InteractionSubject(long seed, Lifetime lifetime) {
    this.lifetime = lifetime;
    this.seed = seed;
  }

  @Override
  public RunnableJob job() {
    return RunnableJob.TEMPORAL_GRAPH;
  }

  @Override
  public double eventsPerSecond() {
    return 60;
  }

  @Override
  public JobConfiguration configuration(JobConfiguration base) {
    return base.with(GraphOptions.BATCH, 20)
        .with(GraphOptions.REPORT_WINDOW, 100)
        .with(GraphOptions.IDLE_TIMEOUT, Duration.ofHours(2))
        .with(GraphOptions.NODE_TTL, lifetime.silence());
  }

  @Override
  public Topic input() {
    return Topics.GRAPH_INTERACTIONS.withPartitions(PARTITIONS);
  }

  @Override
  public List<Topic> others() {
    return List.of(Topics.GRAPH_EMBEDDINGS, Topics.GRAPH_LATE);
  }

  @Override
  public List<InputRecord> event(long number, long millis) {
    int graph = (int) (number % GRAPHS);
    long first = lifetime.generation(number / GRAPHS) * NODES;
    return List.of(
        edge(
            graph % PARTITIONS,
            "graph-" + graph,
            Long.toString(number),
            node(first, 2 * number),
            node(first, 2 * number + 1),
            millis));
  }

  private NodeRef node(long first, long draw) {
    // The n-th busiest has a share of about 1/n.
    double rank = Math.exp(Mix64.uniform(seed, draw) * Math.log(NODES + 1.0)) - 1;
    return NodeRef.of(first + Math.min(NODES - 1L, (long) rank));
  }

  private InputRecord edge(
      int partition, String graph, String id, NodeRef source, NodeRef target, long millis) {
    Edge edge = new Edge(graph, id, source, target, millis, NONE, 1, null, Origin.NONE);
    return new InputRecord(
        input().name(), partition, graph.getBytes(UTF_8), codec.encode(Interactions.record(edge)));
  }

  @Override
  public InputRecord ahead(int number, long millis) {
    return edge(number % PARTITIONS, "ahead-" + number, "0", NodeRef.of(1), NodeRef.of(2), millis);
  }

  @Override
  public List<InputRecord> end(long millis) {
    List<InputRecord> marks = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      marks.add(
          edge(partition, TIME_MARK + partition, "end", NodeRef.of(1), NodeRef.of(2), millis));
    }
    return marks;
  }

  @Override
  public Output<?> answers() {
    return PREDICTIONS;
  }

  @Override
  public List<Output<?>> outputs() {
    return List.of(PREDICTIONS, REPORTS, DeadLetterOutput.OUTPUT);
  }

  @Override
  public long expected(long events) {
    return events;
  }
}
