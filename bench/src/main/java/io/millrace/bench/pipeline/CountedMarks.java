/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/** A watermark after every so many events, which come in the order of time. */
final class CountedMarks<E> implements WatermarkGenerator<E> {
  private final long every;
  private long events;

  CountedMarks(long every) {
    this.every = every;
  }

  @Override
  public void onEvent(E event, long millis, WatermarkOutput output) {
    if (++events % every == 0) {
      output.emitWatermark(new Watermark(millis - 1));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {}
}
