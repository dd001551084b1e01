/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.operators.reject.Rejected;
import io.millrace.operators.reject.RejectedEventSerializer;
import io.millrace.state.drift.DriftTypes;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Where a {@link DriftOperator} sends what. */
public final class DriftOutputs implements DriftSink {
  /** How the learners of streams do. */
  public static final OutputTag<StreamReport> REPORTS =
      new OutputTag<>("drift-reports", DriftTypes.REPORT);

  /** Labels that nothing was learned from, with the reason. */
  public static final OutputTag<StrayLabel> UNMATCHED =
      new OutputTag<>("unmatched-labels", DriftTypes.STRAY_LABEL);

  /** Events that cannot be taken in, with the reason. */
  public static final OutputTag<Rejected<DriftEvent>> REJECTED =
      new OutputTag<>("rejected-events", RejectedEventSerializer.TYPE);

  private final Output<StreamRecord<ClassPrediction>> output;
  private final Map<EventFault, Counter> rejections;
  private final StreamRecord<ClassPrediction> record = new StreamRecord<>(null);

  DriftOutputs(Output<StreamRecord<ClassPrediction>> output, Map<EventFault, Counter> rejections) {
    this.output = output;
    this.rejections = rejections;
  }

  @Override
  public void prediction(ClassPrediction prediction) {
    output.collect(record.replace(prediction, prediction.timeMillis()));
  }

  @Override
  public void report(StreamReport report) {
    output.collect(REPORTS, new StreamRecord<>(report, report.timeMillis()));
  }

  @Override
  public void stray(StrayLabel label) {
    output.collect(UNMATCHED, new StreamRecord<>(label, label.label().timeMillis()));
  }

  @Override
  public void rejected(DriftEvent event, EventFault fault, String reason) {
    rejections.get(fault).inc();
    output.collect(REJECTED, new StreamRecord<>(new Rejected<>(event, reason), event.timeMillis()));
  }
}
