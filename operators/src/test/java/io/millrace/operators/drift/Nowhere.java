/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;

/** Forgets what a stream puts out. */
final class Nowhere implements DriftSink {
  @Override
  public void prediction(ClassPrediction prediction) {}

  @Override
  public void report(StreamReport report) {}

  @Override
  public void parameters(SharedParameters parameters) {}

  @Override
  public void stray(StrayLabel label) {}

  @Override
  public void rejected(DriftEvent event, EventFault fault, String reason) {}
}
