/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.bundle;

import io.millrace.operators.metrics.BundleMetrics;
import io.millrace.operators.metrics.MillraceMetrics;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * An operator that works on bundles of records. A bundle is processed when it is full, when its
 * first record has waited for the latency bound, before a watermark moves event time, before a
 * checkpoint barrier passes, and at the end of input. A subclass gets each key's records in order
 * and must give results that do not depend on where one bundle ends and the next begins.
 *
 * @param <IN> the bundled input
 * @param <OUT> the output
 */
public abstract class BundleOperator<IN, OUT> extends AbstractStreamOperator<OUT> {
  private static final long serialVersionUID = 1L;

  private final BundleBounds bounds;

  private transient Bundle<IN> bundle;
  private transient MillraceMetrics millrace;
  private transient BundleMetrics bundleMetrics;
  private transient long firstNanos;
  private transient long deadline;
  private transient ScheduledFuture<?> timer;
  private transient boolean flushing;
  private transient long watermark;

  protected BundleOperator(BundleBounds bounds) {
    this.bounds = bounds;
  }

  /** Processes all records of the bundle; it is emptied afterwards. */
  protected abstract void process(Bundle<IN> records) throws Exception;

  /** Completes what event-time timers have begun, before the watermark is passed on. */
  protected void timersFired() throws Exception {}

  /** The metrics of this operator. */
  protected final MillraceMetrics millrace() {
    return millrace;
  }

  protected final BundleBounds bounds() {
    return bounds;
  }

  @Override
  public void open() throws Exception {
    super.open();
    bundle = new Bundle<>(bounds.records());
    millrace = new MillraceMetrics(getMetricGroup());
    bundleMetrics = millrace.bundles();
    watermark = Long.MIN_VALUE;
    millrace.watermark(() -> watermark);
  }

  /** Puts a record into the bundle. */
  protected final void add(StreamRecord<IN> record) throws Exception {
    if (bundle.size() == 0) {
      firstNanos = System.nanoTime();
      if (bounds.records() > 1) {
        expectDeadline();
      }
    }
    bundle.add(record);
    if (bundle.size() == bounds.records()) {
      flush();
    }
  }

  /** Processes what is in the bundle now. */
  protected final void flush() throws Exception {
    if (bundle == null || bundle.size() == 0 || flushing) {
      return;
    }
    flushing = true;
    try {
      long begin = System.nanoTime();
      int records = bundle.size();
      process(bundle);
      bundleMetrics.processed(records, begin - firstNanos, System.nanoTime() - begin);
    } finally {
      bundle.clear();
      flushing = false;
    }
  }

  /** One timer at most is outstanding; one that fires early for the bundle at hand is renewed. */
  private void expectDeadline() {
    deadline = getProcessingTimeService().getCurrentProcessingTime() + bounds.latency().toMillis();
    if (timer == null) {
      timer = getProcessingTimeService().registerTimer(deadline, this::deadlineReached);
    }
  }

  private void deadlineReached(long now) throws Exception {
    timer = null;
    if (bundle.size() == 0) {
      return;
    }
    if (now >= deadline) {
      flush();
    } else {
      timer = getProcessingTimeService().registerTimer(deadline, this::deadlineReached);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    watermark = mark.getTimestamp();
    if (timeServiceManager != null) {
      timeServiceManager.advanceWatermark(mark);
    }
    timersFired();
    output.emitWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    flush();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (bundle.size() > 0) {
      throw new IllegalStateException(
          "checkpoint "
              + context.getCheckpointId()
              + " with "
              + bundle.size()
              + " records in the bundle: prepareSnapshotPreBarrier must run before it");
    }
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    super.close();
  }
}
