/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * What a model is compared with: per event one read and one write of a counter in keyed state, and
 * a prediction that says nothing.
 */
final class CountingFunction<E, P> extends KeyedProcessFunction<String, E, P> {
  private static final long serialVersionUID = 1L;

  private final MapFunction<E, P> nothing;
  private transient ValueState<Long> events;

  /**
   * @param nothing makes the prediction
   */
  CountingFunction(MapFunction<E, P> nothing) {
    this.nothing = nothing;
  }

  @Override
  public void open(OpenContext context) {
    events = getRuntimeContext().getState(new ValueStateDescriptor<>("events", Types.LONG));
  }

  @Override
  public void processElement(E event, Context context, Collector<P> out) throws Exception {
    Long before = events.value();
    events.update(before == null ? 1L : before + 1);
    out.collect(nothing.map(event));
  }
}
