/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts predictions on their way to the sink. */
final class ArrivalFunction<P> extends RichMapFunction<P, P> {
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
  public P map(P prediction) {
    turnstile.arrive();
    return prediction;
  }
}
