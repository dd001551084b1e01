/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.models.aggregation.transit.RoundReport.Verdict;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Reports of rounds as bytes between tasks. */
public final class RoundReportSerializer extends ValueSerializer<RoundReport> {
  private static final long serialVersionUID = 1L;
  private final PublishEventSerializer events = new PublishEventSerializer();

  @Override
  protected void write(RoundReport report, DataOutputView out) throws IOException {
    events.serialize(report.summary(), out);
    Varint.writeSigned(report.publishedMillis(), out);
    Parts.list(report.verdicts(), RoundReportSerializer::verdict, out);
    out.writeDouble(report.direction());
    out.writeDouble(report.divergence());
    Parts.text(report.failure(), out);
  }

  private static void verdict(Verdict verdict, DataOutputView out) throws IOException {
    out.writeDouble(verdict.share());
    out.writeDouble(verdict.distance());
    out.writeDouble(verdict.score());
    out.writeDouble(verdict.twin());
    Parts.text(verdict.suspicion(), out);
  }

  @Override
  protected RoundReport read(int version, DataInputView in) throws IOException {
    return new RoundReport(
        (RoundSummary) events.deserialize(in),
        Varint.readSigned(in),
        Parts.list(
            from ->
                new Verdict(
                    from.readDouble(),
                    from.readDouble(),
                    from.readDouble(),
                    from.readDouble(),
                    Parts.text(from)),
            in),
        in.readDouble(),
        in.readDouble(),
        Parts.text(in));
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public RoundReport createInstance() {
    return new RoundReport(
        new RoundSummary(
            "", 0, 0, new ModelShape(List.of()), false, 0, 0, 0, List.of(), List.of(), 0),
        0,
        List.of(),
        0,
        0,
        "");
  }

  @Override
  public TypeSerializerSnapshot<RoundReport> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RoundReport> {
    public Snapshot() {
      super(RoundReportSerializer::new);
    }
  }
}
