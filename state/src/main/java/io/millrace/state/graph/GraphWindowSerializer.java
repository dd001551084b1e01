/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Reports as bytes between tasks. */
public final class GraphWindowSerializer extends ValueSerializer<GraphWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  protected int version() {
    return 2;
  }

  @Override
  protected void write(GraphWindow value, DataOutputView out) throws IOException {
    StringValue.writeString(value.graphId(), out);
    Varint.writeSigned(value.timeMillis(), out);
    StringValue.writeString(value.modelVersion(), out);
    Varint.write(value.sequence(), out);
    Varint.write(value.edges(), out);
    Varint.write(value.negatives(), out);
    out.writeDouble(value.ap());
    out.writeDouble(value.auc());
    out.writeDouble(value.loss());
    out.writeDouble(value.newNodeShare());
    out.writeDouble(value.staleShare());
    out.writeDouble(value.staleMillis());
    Varint.write(value.nodes(), out);
    Varint.write(value.expired(), out);
    Varint.write(value.late(), out);
    Varint.write(value.stateBytes(), out);
    Varint.write(value.replicasSent(), out);
    Varint.write(value.replicasTaken(), out);
    Varint.write(value.replicasMissing(), out);
  }

  @Override
  protected GraphWindow read(int version, DataInputView in) throws IOException {
    return new GraphWindow(
        StringValue.readString(in),
        Varint.readSigned(in),
        StringValue.readString(in),
        Varint.read(in),
        (int) Varint.read(in),
        (int) Varint.read(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        Varint.read(in),
        Varint.read(in),
        Varint.read(in),
        Varint.read(in),
        version == 1 ? 0 : Varint.read(in),
        version == 1 ? 0 : Varint.read(in),
        version == 1 ? 0 : Varint.read(in));
  }

  @Override
  public GraphWindow createInstance() {
    return new GraphWindow("", 0, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public TypeSerializerSnapshot<GraphWindow> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<GraphWindow> {
    public Snapshot() {
      super(GraphWindowSerializer::new);
    }
  }
}
