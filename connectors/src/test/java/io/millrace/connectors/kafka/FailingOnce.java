/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.schemas.SignalPrediction;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Passes predictions on, and fails once in the middle: in a transaction that follows a committed
 * one and whose first records the brokers have already, so that there are results that must never
 * be seen.
 */
final class FailingOnce extends RichMapFunction<SignalPrediction, SignalPrediction>
    implements CheckpointListener, CheckpointedFunction {
  /** How often the job failed; the functions of one test run share the process with it. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** Records of the open transaction at the failure. */
  static final int LOST = 200;

  private static final long serialVersionUID = 1;

  private transient boolean completed;
  private transient int sinceBarrier;

  @Override
  public SignalPrediction map(SignalPrediction prediction) throws InterruptedException {
    sinceBarrier++;
    if (FAILURES.get() == 0 && !completed && sinceBarrier % 10 == 0) {
      Thread.sleep(10);
    }
    if (completed && sinceBarrier > LOST && FAILURES.compareAndSet(0, 1)) {
      // The sender is another thread, and no barrier passes while this one sleeps.
      Thread.sleep(500);
      throw new IllegalStateException("injected");
    }
    return prediction;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    completed = true;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    sinceBarrier = 0;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    sinceBarrier = 0;
    completed = false;
  }
}
