/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.signal.Prediction;

/** Takes predictions; those of one stream come in order. */
interface PredictionSink {
  /**
   * @param millis event time of the frame that set the prediction off
   */
  void add(Prediction prediction, long millis);
}
