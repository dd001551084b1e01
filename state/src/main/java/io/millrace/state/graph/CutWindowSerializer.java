/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.transit.CutWindow;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** What is told of cuts, as bytes between tasks. */
public final class CutWindowSerializer extends ValueSerializer<CutWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(CutWindow value, DataOutputView out) throws IOException {
    StringValue.writeString(value.graphId(), out);
    Varint.writeSigned(value.timeMillis(), out);
    Varint.write(value.partitions(), out);
    Varint.write(value.edges(), out);
    out.writeDouble(value.balance());
    out.writeDouble(value.replication());
    out.writeDouble(value.cutNodes());
    Varint.write(value.known(), out);
    Varint.write(value.stateBytes(), out);
  }

  @Override
  protected CutWindow read(int version, DataInputView in) throws IOException {
    return new CutWindow(
        StringValue.readString(in),
        Varint.readSigned(in),
        (int) Varint.read(in),
        Varint.read(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        Varint.read(in),
        Varint.read(in));
  }

  @Override
  public CutWindow createInstance() {
    return new CutWindow("", 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public TypeSerializerSnapshot<CutWindow> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CutWindow> {
    public Snapshot() {
      super(CutWindowSerializer::new);
    }
  }
}
