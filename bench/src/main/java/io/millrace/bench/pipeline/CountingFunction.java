/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * What the network is compared with: per frame one read and one write of a counter in keyed state,
 * and a prediction that says nothing.
 */
final class CountingFunction extends KeyedProcessFunction<String, Frame, Prediction> {
  private static final long serialVersionUID = 1L;
  private static final float[] NOTHING = new float[4];

  private transient ValueState<Long> frames;

  @Override
  public void open(OpenContext context) {
    frames = getRuntimeContext().getState(new ValueStateDescriptor<>("frames", Types.LONG));
  }

  @Override
  public void processElement(Frame frame, Context context, Collector<Prediction> out)
      throws Exception {
    Long before = frames.value();
    frames.update(before == null ? 1L : before + 1);
    out.collect(
        new Prediction(
            frame.streamId(), frame.end(), frame.timeMillis(), NOTHING, null, "none", false));
  }
}
