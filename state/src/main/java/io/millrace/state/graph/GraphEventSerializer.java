/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.Holders;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.graph.transit.Replica;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Interactions and parameters as bytes between tasks. */
public final class GraphEventSerializer extends ValueSerializer<GraphEvent> {
  private static final long serialVersionUID = 1L;
  private static final int EDGE = 0;
  private static final int PARAMETERS = 1;
  private static final int HOLDERS = 2;
  private static final int REPLICA = 3;
  private static final int MAX_RECORD = 1 << 24;

  @Override
  protected int version() {
    return 2;
  }

  @Override
  protected void write(GraphEvent value, DataOutputView out) throws IOException {
    StringValue.writeString(value.graphId(), out);
    Varint.writeSigned(value.timeMillis(), out);
    Wire.origin(value.origin(), out);
    if (value instanceof Edge edge) {
      out.writeByte(EDGE);
      StringValue.writeString(edge.edgeId(), out);
      Wire.node(edge.source(), out);
      Wire.node(edge.target(), out);
      Wire.floats(edge.features(), out);
      out.writeFloat(edge.weight());
      StringValue.writeString(edge.label(), out);
    } else if (value instanceof GraphParameters parameters) {
      out.writeByte(PARAMETERS);
      Varint.writeSigned(parameters.learned(), out);
      out.writeBoolean(parameters.delta());
      Varint.writeSigned(parameters.sequence(), out);
      Varint.writeSigned(parameters.base(), out);
      Wire.floats(parameters.values(), out);
    } else if (value instanceof Holders holders) {
      out.writeByte(HOLDERS);
      out.writeLong(holders.node());
      out.writeLong(holders.partitions());
    } else if (value instanceof Replica replica) {
      out.writeByte(REPLICA);
      Varint.writeSigned(replica.from(), out);
      Varint.writeSigned(replica.epoch(), out);
      Varint.writeSigned(replica.number(), out);
      out.writeLong(replica.node());
      Varint.writeSigned(replica.edges(), out);
      StringValue.writeString(replica.shape(), out);
      Varint.write(replica.record().length, out);
      out.write(replica.record());
    }
  }

  @Override
  protected GraphEvent read(int version, DataInputView in) throws IOException {
    String graphId = StringValue.readString(in);
    long timeMillis = Varint.readSigned(in);
    Origin origin = Wire.origin(in);
    int kind = in.readUnsignedByte();
    if (kind == PARAMETERS) {
      long learned = Varint.readSigned(in);
      boolean delta = in.readBoolean();
      long sequence = version == 1 ? 0 : Varint.readSigned(in);
      long base = version == 1 ? 0 : Varint.readSigned(in);
      return new GraphParameters(
          graphId, timeMillis, learned, delta, sequence, base, Wire.floats(in), origin);
    }
    if (kind == HOLDERS) {
      return new Holders(graphId, timeMillis, in.readLong(), in.readLong());
    }
    if (kind == REPLICA) {
      return replica(graphId, timeMillis, origin, in);
    }
    if (kind != EDGE) {
      throw new IOException(kind + " is no kind of event: the record is damaged");
    }
    String edgeId = StringValue.readString(in);
    NodeRef source = Wire.node(in);
    NodeRef target = Wire.node(in);
    float[] features = Wire.floats(in);
    float weight = in.readFloat();
    String label = StringValue.readString(in);
    return new Edge(graphId, edgeId, source, target, timeMillis, features, weight, label, origin);
  }

  private static Replica replica(String graphId, long timeMillis, Origin origin, DataInputView in)
      throws IOException {
    int from = (int) Varint.readSigned(in);
    long epoch = Varint.readSigned(in);
    long number = Varint.readSigned(in);
    long node = in.readLong();
    int edges = (int) Varint.readSigned(in);
    String shape = StringValue.readString(in);
    byte[] record = new byte[Varint.readLength("bytes of a record", MAX_RECORD, in)];
    in.readFully(record);
    return new Replica(
        graphId, timeMillis, from, epoch, number, node, edges, shape, record, origin);
  }

  @Override
  public GraphEvent createInstance() {
    return new Edge("", null, NodeRef.of(0), NodeRef.of(0), 0, new float[0], 1, null, Origin.NONE);
  }

  @Override
  public TypeSerializerSnapshot<GraphEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<GraphEvent> {
    public Snapshot() {
      super(GraphEventSerializer::new);
    }
  }
}
