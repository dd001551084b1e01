/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.temporalgraph.TemporalGraphOptions;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.operators.graph.GraphOperator;
import io.millrace.state.graph.GraphTypes;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** One temporal graph; an event is an interaction: scored, and learned where that is wanted. */
final class InteractionWorkload implements Workload {
  private static final String SCORE = "temporal-graph";

  /** Else edges would queue for seconds before one watermark, longer than a turn. */
  private static final int BATCHES_AHEAD = 40;

  private static final int BATCHES_AHEAD_LEARNING = 10;

  private final JobConfiguration configuration;
  private final Activity activity;
  private final TurnGraphs<GraphEvent, LinkScore> graphs;

  InteractionWorkload(JobConfiguration base, String model, boolean learn, Activity activity) {
    this.activity = activity;
    configuration =
        base.with(GraphOptions.MODEL, model)
            .with(GraphOptions.LEARN, learn)
            .with(GraphOptions.MAX_NODES, Integer.MAX_VALUE)
            // Reports want edges that did not come to be scored, too, which learning does anyway.
            .with(
                GraphOptions.REPORT_WINDOW, learn ? GraphOptions.REPORT_WINDOW.defaultValue() : 0);
    graphs =
        new TurnGraphs<>(
            GraphTypes.EVENT,
            GraphTypes.SCORE,
            GraphEvent::graphId,
            (event, before) -> event.timeMillis(),
            (long) configuration.get(GraphOptions.BATCH)
                * (learn ? BATCHES_AHEAD_LEARNING : BATCHES_AHEAD));
  }

  @Override
  public String model() {
    return configuration.get(GraphOptions.MODEL)
        + (configuration.get(GraphOptions.LEARN) ? ", learning" : ", scoring");
  }

  @Override
  public JobConfiguration configuration() {
    return configuration;
  }

  private InteractionFeed feed(int nodes) {
    return new InteractionFeed(nodes, activity);
  }

  /** Until every node is known: edges are drawn, not one per node. */
  @Override
  public long beginning(int nodes) {
    return feed(nodes).beginning();
  }

  @Override
  public StreamGraph job(String name, int nodes) {
    return graphs.graph(
        name,
        configuration,
        feed(nodes),
        edges ->
            edges
                .keyBy(GraphEvent::graphId, Types.STRING)
                .transform(
                    SCORE,
                    GraphTypes.SCORE,
                    new GraphOperator(TemporalGraphOptions.of(configuration).settings()))
                .uid(SCORE));
  }

  @Override
  public StreamGraph counting(String name, int nodes) {
    return graphs.counting(name, configuration, feed(nodes), event -> nothing((Edge) event));
  }

  private static LinkScore nothing(Edge edge) {
    return new LinkScore(
        edge.graphId(),
        0,
        edge.edgeId(),
        edge.source(),
        edge.target(),
        edge.timeMillis(),
        0,
        0,
        LinkScore.NEW,
        LinkScore.NEW,
        edge.label(),
        "none",
        false);
  }

  @Override
  public Bare bare(int nodes) {
    ModelSpec spec =
        ModelSpec.of(
            configuration.get(GraphOptions.MODEL), 0, configuration.get(GraphOptions.SEED));
    return new BareGraph(
        spec,
        feed(nodes),
        configuration.get(GraphOptions.BATCH),
        configuration.get(GraphOptions.LEARN));
  }

  @Override
  public KafkaTraffic<?> traffic(KafkaConnection connection, int nodes) {
    return new InteractionTraffic(connection, feed(nodes));
  }
}
