/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a stream puts out. */
final class Collected implements DriftSink {
  final List<ClassPrediction> predictions = new ArrayList<>();
  final List<StreamReport> reports = new ArrayList<>();
  final List<StrayLabel> strays = new ArrayList<>();
  final List<DriftEvent> rejected = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();

  @Override
  public void prediction(ClassPrediction prediction) {
    predictions.add(prediction);
  }

  @Override
  public void report(StreamReport report) {
    reports.add(report);
  }

  @Override
  public void stray(StrayLabel label) {
    strays.add(label);
  }

  @Override
  public void rejected(DriftEvent event, EventFault fault, String reason) {
    rejected.add(event);
    reasons.add(fault + " " + reason);
  }
}
