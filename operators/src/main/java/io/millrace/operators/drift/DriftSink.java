/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;

/** Takes what comes of a stream's events. */
interface DriftSink {
  void prediction(ClassPrediction prediction);

  void report(StreamReport report);

  void stray(StrayLabel label);

  void rejected(DriftEvent event, EventFault fault, String reason);
}
