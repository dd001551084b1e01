/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.operators.model.ModelReport;
import io.millrace.schemas.DeadLetter;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Makes dead letters of models that could not be loaded, so that somebody hears of them. */
final class BrokenModels implements FlatMapFunction<ModelReport, DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final String source;

  BrokenModels(String source) {
    this.source = source;
  }

  @Override
  public void flatMap(ModelReport report, Collector<DeadLetter> out) {
    if (report.outcome() == ModelReport.Outcome.FAILED) {
      // Without topic: sending the reference again would not mend the bundle.
      out.collect(
          DeadLetters.of(
              "",
              -1,
              -1,
              report.model().getBytes(UTF_8),
              null,
              "model " + report.model() + ", subtask " + report.subtask() + ": " + report.message(),
              source,
              report.timeMillis()));
    }
  }
}
