/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.evaluate.Scores;
import io.millrace.models.drift.transit.Alarm;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.models.drift.transit.StreamReport.Cause;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Reports as bytes between tasks. */
public final class StreamReportSerializer extends ValueSerializer<StreamReport> {
  private static final long serialVersionUID = 1L;

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(StreamReport value, DataOutputView out) throws IOException {
    StringValue.writeString(value.streamId(), out);
    Varint.writeSigned(value.timeMillis(), out);
    out.writeBoolean(value.cause() == Cause.ALARM);
    StringValue.writeString(value.modelVersion(), out);
    Varint.write(value.predicted(), out);
    Varint.write(value.judged(), out);
    scores(value.scores(), out);
    Varint.write(value.waiting(), out);
    Varint.write(value.unmatched(), out);
    Varint.write(value.unlabelled(), out);
    Varint.write(value.learnerBytes(), out);
    Alarm alarm = value.alarm();
    out.writeBoolean(alarm != null);
    if (alarm != null) {
      StringValue.writeString(alarm.detector(), out);
      Varint.writeSigned(alarm.timeMillis(), out);
      Varint.write(alarm.judged(), out);
      out.writeDouble(alarm.magnitude());
    }
    Wire.longs(value.chosen(), out);
    Wire.longs(value.right(), out);
    out.writeDouble(value.routerEntropy());
  }

  private static void scores(Scores scores, DataOutputView out) throws IOException {
    out.writeDouble(scores.instances());
    out.writeDouble(scores.accuracy());
    out.writeDouble(scores.kappa());
    out.writeDouble(scores.kappaM());
    out.writeDouble(scores.kappaTemporal());
    out.writeDouble(scores.f1());
    out.writeDouble(scores.gMean());
    out.writeDouble(scores.logLoss());
    out.writeDouble(scores.calibrationError());
  }

  private static Scores scores(DataInputView in) throws IOException {
    return new Scores(
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }

  @Override
  protected StreamReport read(int version, DataInputView in) throws IOException {
    String streamId = StringValue.readString(in);
    long timeMillis = Varint.readSigned(in);
    Cause cause = in.readBoolean() ? Cause.ALARM : Cause.WINDOW;
    String modelVersion = StringValue.readString(in);
    long predicted = Varint.read(in);
    long judged = Varint.read(in);
    Scores scores = scores(in);
    int waiting = (int) Varint.read(in);
    long unmatched = Varint.read(in);
    long unlabelled = Varint.read(in);
    long learnerBytes = Varint.read(in);
    Alarm alarm = null;
    if (in.readBoolean()) {
      String detector = StringValue.readString(in);
      long at = Varint.readSigned(in);
      alarm = new Alarm(detector, at, Varint.read(in), in.readDouble());
    }
    return new StreamReport(
        streamId,
        timeMillis,
        cause,
        modelVersion,
        predicted,
        judged,
        scores,
        waiting,
        unmatched,
        unlabelled,
        learnerBytes,
        alarm,
        Wire.longs(in),
        Wire.longs(in),
        in.readDouble());
  }

  @Override
  public StreamReport createInstance() {
    return new StreamReport(
        "",
        0,
        Cause.WINDOW,
        "",
        0,
        0,
        new Scores(0, 0, 0, 0, 0, 0, 0, 0, 0),
        0,
        0,
        0,
        0,
        null,
        new long[0],
        new long[0],
        0);
  }

  @Override
  public TypeSerializerSnapshot<StreamReport> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<StreamReport> {
    public Snapshot() {
      super(StreamReportSerializer::new);
    }
  }
}
