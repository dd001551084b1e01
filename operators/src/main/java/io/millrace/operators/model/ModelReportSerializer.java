/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import io.millrace.state.binary.BinarySerializer;
import io.millrace.state.binary.BinaryType;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Reports as bytes between tasks. */
public final class ModelReportSerializer extends BinarySerializer<ModelReport> {
  private static final long serialVersionUID = 1L;

  /** Type information for jobs. */
  public static final BinaryType<ModelReport> TYPE =
      BinaryType.of(ModelReport.class, ModelReportSerializer::new);

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(ModelReport value, DataOutputView out) throws IOException {
    StringValue.writeString(value.model(), out);
    StringValue.writeString(value.version(), out);
    StringValue.writeString(value.outcome().name(), out);
    StringValue.writeString(value.message(), out);
    Varint.write(value.subtask(), out);
    Varint.writeSigned(value.timeMillis(), out);
  }

  @Override
  protected ModelReport read(int version, DataInputView in) throws IOException {
    String model = StringValue.readString(in);
    String release = StringValue.readString(in);
    ModelReport.Outcome outcome = ModelReport.Outcome.valueOf(StringValue.readString(in));
    String message = StringValue.readString(in);
    int subtask = (int) Varint.read(in);
    return new ModelReport(model, release, outcome, message, subtask, Varint.readSigned(in));
  }

  @Override
  public ModelReport copy(ModelReport from) {
    return from;
  }

  @Override
  public ModelReport createInstance() {
    return new ModelReport("", "", ModelReport.Outcome.SERVING, "", 0, 0);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<ModelReport> duplicate() {
    return new ModelReportSerializer();
  }

  @Override
  public TypeSerializerSnapshot<ModelReport> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ModelReport> {
    public Snapshot() {
      super(ModelReportSerializer::new);
    }
  }
}
