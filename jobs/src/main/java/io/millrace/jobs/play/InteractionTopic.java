/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.ProduceException;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.temporalgraph.Interactions;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.Interaction;
import java.util.List;
import java.util.Set;

/** Sends interactions to their topic. One thread only. */
public final class InteractionTopic implements AutoCloseable {
  private static final String MARK = "time-mark-";
  private static final float[] NONE = new float[0];

  private final RecordTopic topic;
  private final List<String> graphs;
  private final RecordCodec<Interaction> codec = RecordCodec.of(Interaction.class);

  /**
   * @param graphs all that interactions are sent of
   */
  public InteractionTopic(KafkaConnection connection, String name, List<String> graphs) {
    topic = new RecordTopic(connection, Topics.GRAPH_INTERACTIONS.withName(name));
    this.graphs = List.copyOf(graphs);
  }

  /**
   * Sends an interaction.
   *
   * @throws ProduceException when the brokers refused this one or an earlier one
   */
  public void send(Edge edge) {
    topic.send(edge.graphId().getBytes(UTF_8), codec.encode(Interactions.record(edge)));
  }

  /**
   * Moves event time on in the partitions that nothing is sent to: empty, they would hold it back.
   * A mark is an edge of a graph of its own.
   */
  public void markEmpty(long millis) {
    mark(topic.otherPartitions(graphs), millis);
  }

  /** Moves event time on in the partitions of the graphs after the last of their edges. */
  public void markEnd(long millis) {
    mark(topic.partitions(graphs), millis);
  }

  private void mark(Set<Integer> partitions, long millis) {
    for (int partition : partitions) {
      NodeRef node = NodeRef.of("time");
      Edge mark = new Edge(MARK + partition, null, node, node, millis, NONE, 1, null, Origin.NONE);
      topic.send(
          partition, mark.graphId().getBytes(UTF_8), codec.encode(Interactions.record(mark)));
    }
  }

  /** Whether a graph is none but a mark of time. */
  public static boolean isMark(String graphId) {
    return graphId.startsWith(MARK);
  }

  /** Interactions that the brokers have taken, marks of time included. */
  public long acknowledged() {
    return topic.acknowledged();
  }

  /** Waits until the brokers have taken all. */
  public void flush() {
    topic.flush();
  }

  @Override
  public void close() {
    topic.close();
  }
}
