/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.models.graph.transit.Replica;
import io.millrace.operators.reject.Rejected;
import io.millrace.operators.reject.RejectedEdgeSerializer;
import io.millrace.state.graph.GraphTypes;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Where a {@link GraphOperator} sends what. */
public final class GraphOutputs implements GraphSink {
  /** Embeddings of nodes that had an edge. */
  public static final OutputTag<NodeVector> EMBEDDINGS =
      new OutputTag<>("node-embeddings", GraphTypes.VECTOR);

  /** How the models of graphs do. */
  public static final OutputTag<GraphWindow> REPORTS =
      new OutputTag<>("graph-reports", GraphTypes.WINDOW);

  /** How far parameters moved, as {@link GraphParameters}. */
  public static final OutputTag<GraphEvent> PARAMETERS =
      new OutputTag<>("graph-parameters", GraphTypes.EVENT);

  /** What partitions know of nodes, for others, as {@link Replica}. */
  public static final OutputTag<GraphEvent> REPLICAS =
      new OutputTag<>("graph-replicas", GraphTypes.EVENT);

  /** Edges that came after their turn, as {@link Edge}. */
  public static final OutputTag<GraphEvent> LATE = new OutputTag<>("late-edges", GraphTypes.EVENT);

  /** Events that cannot be taken in, with the reason. */
  public static final OutputTag<Rejected<GraphEvent>> REJECTED =
      new OutputTag<>("rejected-edges", RejectedEdgeSerializer.TYPE);

  private final Output<StreamRecord<LinkScore>> output;
  private final Map<EdgeFault, Counter> rejections;
  private final StreamRecord<LinkScore> record = new StreamRecord<>(null);

  GraphOutputs(Output<StreamRecord<LinkScore>> output, Map<EdgeFault, Counter> rejections) {
    this.output = output;
    this.rejections = rejections;
  }

  @Override
  public void score(LinkScore score) {
    output.collect(record.replace(score, score.timeMillis()));
  }

  @Override
  public void embedding(NodeVector vector) {
    output.collect(EMBEDDINGS, new StreamRecord<>(vector, vector.timeMillis()));
  }

  @Override
  public void report(GraphWindow window) {
    output.collect(REPORTS, new StreamRecord<>(window, window.timeMillis()));
  }

  @Override
  public void parameters(GraphParameters parameters) {
    output.collect(PARAMETERS, new StreamRecord<>(parameters, parameters.timeMillis()));
  }

  @Override
  public void replica(Replica replica) {
    output.collect(REPLICAS, new StreamRecord<>(replica, replica.timeMillis()));
  }

  @Override
  public void late(Edge edge) {
    output.collect(LATE, new StreamRecord<>(edge, edge.timeMillis()));
  }

  @Override
  public void rejected(GraphEvent event, EdgeFault fault, String reason) {
    rejections.get(fault).inc();
    output.collect(REJECTED, new StreamRecord<>(new Rejected<>(event, reason), event.timeMillis()));
  }
}
