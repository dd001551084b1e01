/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

/** Event-time timers of streams: when to stop waiting for samples, when to forget a stream. */
final class SignalTimers {
  /** Told the key and the timer's event time. */
  interface Due {
    void at(String key, long millis) throws Exception;
  }

  private final InternalTimerService<VoidNamespace> gaps;
  private final InternalTimerService<VoidNamespace> idles;

  SignalTimers(AbstractStreamOperator<?> operator, Due gapDue, Due idleDue) {
    this.gaps = service(operator, "gap", gapDue);
    this.idles = service(operator, "idle", idleDue);
  }

  private static InternalTimerService<VoidNamespace> service(
      AbstractStreamOperator<?> operator, String name, Due due) {
    return operator.getInternalTimerService(
        name,
        VoidNamespaceSerializer.INSTANCE,
        new Triggerable<String, VoidNamespace>() {
          @Override
          public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
            due.at(timer.getKey(), timer.getTimestamp());
          }

          @Override
          public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
            throw new IllegalStateException("signals set no processing-time timers");
          }
        });
  }

  /** Calls back for the current key when event time reaches a waiting frame. */
  void awaitGap(long millis) {
    gaps.registerEventTimeTimer(VoidNamespace.INSTANCE, millis);
  }

  /** Calls back for the current key when it may have been idle for too long. */
  void awaitIdle(long millis) {
    idles.registerEventTimeTimer(VoidNamespace.INSTANCE, millis);
  }

  long currentWatermark() {
    return gaps.currentWatermark();
  }
}
