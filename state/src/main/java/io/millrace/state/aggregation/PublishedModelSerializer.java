/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.transit.PublishedModel;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Published versions as bytes between tasks. */
public final class PublishedModelSerializer extends ValueSerializer<PublishedModel> {
  private static final long serialVersionUID = 1L;

  @Override
  protected void write(PublishedModel model, DataOutputView out) throws IOException {
    Parts.text(model.key(), out);
    Varint.write(model.version(), out);
    Parts.shape(model.shape(), out);
    Parts.list(model.contributors(), Parts::text, out);
    Varint.writeSigned(model.publishedMillis(), out);
    Parts.text(model.uri(), out);
    Parts.text(model.sha256(), out);
    byte[] values = model.values();
    Varint.write(values == null ? 0 : values.length + 1L, out);
    if (values != null) {
      out.write(values);
    }
  }

  @Override
  protected PublishedModel read(int version, DataInputView in) throws IOException {
    return new PublishedModel(
        Parts.text(in),
        Varint.read(in),
        Parts.shape(in),
        Parts.list(Parts::text, in),
        Varint.readSigned(in),
        Parts.text(in),
        Parts.text(in),
        values(in));
  }

  private static byte[] values(DataInputView in) throws IOException {
    int length = Varint.readLength("values", 1 << 28, in);
    if (length == 0) {
      return null;
    }
    byte[] values = new byte[length - 1];
    in.readFully(values);
    return values;
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public PublishedModel createInstance() {
    return new PublishedModel("", 0, new ModelShape(List.of()), List.of(), 0, "", "", null);
  }

  @Override
  public TypeSerializerSnapshot<PublishedModel> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PublishedModel> {
    public Snapshot() {
      super(PublishedModelSerializer::new);
    }
  }
}
