/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The parts that values in transit share, as bytes between tasks. */
final class Wire {
  private static final int MAX = 1 << 26;
  private static final float[] NONE = new float[0];

  private Wire() {}

  static void node(NodeRef node, DataOutputView out) throws IOException {
    out.writeLong(node.id());
    StringValue.writeString(node.name(), out);
  }

  static NodeRef node(DataInputView in) throws IOException {
    return new NodeRef(in.readLong(), StringValue.readString(in));
  }

  static void floats(float[] values, DataOutputView out) throws IOException {
    Varint.write(values.length, out);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  static float[] floats(DataInputView in) throws IOException {
    int length = Varint.readLength("numbers", MAX, in);
    if (length == 0) {
      return NONE;
    }
    float[] values = new float[length];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  static void origin(Origin origin, DataOutputView out) throws IOException {
    StringValue.writeString(origin.topic(), out);
    Varint.writeSigned(origin.partition(), out);
    Varint.writeSigned(origin.offset(), out);
  }

  static Origin origin(DataInputView in) throws IOException {
    String topic = StringValue.readString(in);
    int partition = (int) Varint.readSigned(in);
    return new Origin(topic, partition, Varint.readSigned(in));
  }
}
