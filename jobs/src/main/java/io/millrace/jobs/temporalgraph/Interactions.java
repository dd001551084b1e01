/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.Interaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Edges and the records that hold them. */
public final class Interactions implements RecordDecoder<GraphEvent> {
  private static final long serialVersionUID = 1L;
  private static final float[] NONE = new float[0];

  private final RecordCodec<Interaction> codec = RecordCodec.of(Interaction.class);

  @Override
  public Edge decode(KafkaRecord record) throws DecodingException {
    Interaction interaction = codec.decode(record.value());
    return new Edge(
        interaction.getGraphId(),
        interaction.getInteractionId(),
        node(interaction.getSource()),
        node(interaction.getTarget()),
        interaction.getEventTime().toEpochMilli(),
        floats(interaction.getFeatures()),
        interaction.getWeight(),
        interaction.getLabel(),
        new Origin(record.topic(), record.partition(), record.offset()));
  }

  private static float[] floats(List<Float> boxed) {
    if (boxed.isEmpty()) {
      return NONE;
    }
    float[] values = new float[boxed.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = boxed.get(i);
    }
    return values;
  }

  private static NodeRef node(Object value) {
    return value instanceof Long number ? NodeRef.of(number) : NodeRef.of(value.toString());
  }

  /** A node as records hold it. */
  static Object value(NodeRef node) {
    return node.name() == null ? (Object) node.id() : node.name();
  }

  /** Numbers as records hold them. */
  static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  /** The record of an edge. */
  public static Interaction record(Edge edge) {
    return Interaction.newBuilder()
        .setGraphId(edge.graphId())
        .setInteractionId(edge.edgeId())
        .setEventTime(Instant.ofEpochMilli(edge.timeMillis()))
        .setSource(value(edge.source()))
        .setTarget(value(edge.target()))
        .setFeatures(boxed(edge.features()))
        .setWeight(edge.weight())
        .setLabel(edge.label())
        .build();
  }
}
