/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.schemas.SignalPrediction;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Passes predictions on, and fails once in the middle: some records after a checkpoint was
 * completed, so that there are results of a transaction that must never be seen.
 */
final class FailingOnce extends RichMapFunction<SignalPrediction, SignalPrediction>
    implements CheckpointListener {
  /** How often the job failed; the functions of one test run share the process with it. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  private static final long serialVersionUID = 1;

  private transient boolean completed;
  private transient int since;

  @Override
  public void open(OpenContext context) {
    completed = false;
    since = 0;
  }

  @Override
  public SignalPrediction map(SignalPrediction prediction) throws InterruptedException {
    since++;
    if (FAILURES.get() == 0 && since % 10 == 0) {
      Thread.sleep(10);
    }
    if (completed && since > 100 && FAILURES.compareAndSet(0, 1)) {
      throw new IllegalStateException("injected");
    }
    return prediction;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (!completed) {
      completed = true;
      since = 0;
    }
  }
}
