/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.models.signal.Prediction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts predictions on their way to the sink. */
final class ArrivalFunction extends RichMapFunction<Prediction, Prediction> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private transient Turnstile turnstile;

  ArrivalFunction(String name) {
    this.name = name;
  }

  @Override
  public void open(OpenContext context) {
    turnstile = Turnstile.of(name);
  }

  @Override
  public Prediction map(Prediction prediction) {
    turnstile.arrive();
    return prediction;
  }
}
