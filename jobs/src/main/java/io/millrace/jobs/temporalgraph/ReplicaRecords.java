/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.CodecWriter;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.Replica;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.NodeReplica;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/** What partitions tell each other, and the records that hold it, keyed by who it is for. */
final class ReplicaRecords implements RecordDecoder<GraphEvent> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<NodeReplica> codec = RecordCodec.of(NodeReplica.class);

  static RecordWriter<GraphEvent> writer() {
    return new CodecWriter<>(
        RecordCodec.of(NodeReplica.class),
        event -> record((Replica) event),
        GraphEvent::graphId,
        event -> id((Replica) event));
  }

  private static String id(Replica replica) {
    return replica.graphId()
        + '/'
        + replica.from()
        + '/'
        + replica.epoch()
        + '/'
        + replica.number();
  }

  byte[] encode(Replica replica) {
    return codec.encode(record(replica));
  }

  private static NodeReplica record(Replica replica) {
    return new NodeReplica(
        replica.graphId(),
        replica.from(),
        replica.epoch(),
        replica.number(),
        Instant.ofEpochMilli(replica.timeMillis()),
        replica.node(),
        replica.edges(),
        replica.shape(),
        ByteBuffer.wrap(replica.record()),
        Map.of());
  }

  @Override
  public Replica decode(KafkaRecord record) throws DecodingException {
    NodeReplica replica = codec.decode(record.value());
    ByteBuffer buffer = replica.getRecord().duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new Replica(
        replica.getPartitionId(),
        replica.getEventTime().toEpochMilli(),
        replica.getFromPartition(),
        replica.getEpoch(),
        replica.getNumber(),
        replica.getNode(),
        replica.getEdges(),
        replica.getShape(),
        bytes,
        new Origin(record.topic(), record.partition(), record.offset()));
  }
}
