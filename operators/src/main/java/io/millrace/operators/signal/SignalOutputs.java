/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelReport;
import io.millrace.operators.model.ModelReportSerializer;
import io.millrace.operators.reject.Rejected;
import io.millrace.operators.reject.RejectedFrameSerializer;
import io.millrace.state.signal.SignalTypes;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Where a {@link StreamingCnnOperator} sends what. */
public final class SignalOutputs {
  /** Frames that came after their place was skipped or filled. */
  public static final OutputTag<Frame> LATE = new OutputTag<>("late-frames", SignalTypes.FRAME);

  /** Frames that do not fit the model, with the reason. */
  public static final OutputTag<Rejected<Frame>> REJECTED =
      new OutputTag<>("rejected-frames", RejectedFrameSerializer.TYPE);

  /** Models swapped in, and models that could not be. */
  public static final OutputTag<ModelReport> MODELS =
      new OutputTag<>("model-reports", ModelReportSerializer.TYPE);

  private final Output<StreamRecord<Prediction>> output;
  private final StreamRecord<Prediction> record = new StreamRecord<>(null);

  SignalOutputs(Output<StreamRecord<Prediction>> output) {
    this.output = output;
  }

  void prediction(Prediction prediction, long millis) {
    output.collect(record.replace(prediction, millis));
  }

  void late(Frame frame) {
    output.collect(LATE, new StreamRecord<>(frame, frame.timeMillis()));
  }

  void rejected(Rejected<Frame> rejected) {
    output.collect(REJECTED, new StreamRecord<>(rejected, rejected.record().timeMillis()));
  }

  void report(ModelReport report) {
    output.collect(MODELS, new StreamRecord<>(report, report.timeMillis()));
  }
}
