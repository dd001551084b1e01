/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.Replica;
import io.millrace.operators.reject.Rejected;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.Interaction;
import org.apache.flink.api.common.functions.MapFunction;

/** Makes dead letters of events that no graph takes. */
final class RejectedEdges implements MapFunction<Rejected<GraphEvent>, DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<Interaction> codec = RecordCodec.of(Interaction.class);
  private final ReplicaRecords replicas = new ReplicaRecords();
  private final String source;

  RejectedEdges(String source) {
    this.source = source;
  }

  @Override
  public DeadLetter map(Rejected<GraphEvent> rejected) {
    GraphEvent event = rejected.record();
    return DeadLetters.of(
        event.origin().topic(),
        event.origin().partition(),
        event.origin().offset(),
        event.graphId().getBytes(UTF_8),
        bytes(event),
        rejected.reason(),
        source,
        System.currentTimeMillis());
  }

  private byte[] bytes(GraphEvent event) {
    if (event instanceof Edge edge) {
      return codec.encode(Interactions.record(edge));
    }
    // Parameters come of no topic: whoever sends some has them.
    return event instanceof Replica replica ? replicas.encode(replica) : new byte[0];
  }
}
