/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.CohortEvent.Heartbeat;
import io.millrace.models.aggregation.transit.CohortEvent.PartNotice;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.models.aggregation.transit.WorkerTask;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.state.aggregation.CohortState;
import io.millrace.state.aggregation.CohortStateSerializer;
import io.millrace.state.hot.HotState;
import io.millrace.state.hot.KeyedColdStore;
import io.millrace.state.hot.Slot;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Decides about rounds, keyed by model. Outputs orders for shards, and to the side summaries of
 * rounds, refused updates and tasks of workers.
 */
public final class CohortOperator extends AbstractStreamOperator<ShardEvent>
    implements OneInputStreamOperator<CohortEvent, ShardEvent>,
        Triggerable<String, VoidNamespace>,
        CohortSink {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "cohorts";
  private static final String TIMERS = "cohort-timers";

  private final AggregationSettings settings;

  private transient HotState<String, CohortState> hot;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient Cohort cohort;
  private transient Counter rounds;
  private transient Counter rejections;

  public CohortOperator(AggregationSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    hot =
        new HotState<>(
            new KeyedColdStore<>(
                this.<String>getKeyedStateBackend(),
                context
                    .getKeyedStateStore()
                    .getState(new ValueStateDescriptor<>(STATE, new CohortStateSerializer()))),
            CohortState::bytes,
            settings.hotBytes());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
    cohort = new Cohort(settings, this);
    MillraceMetrics metrics = new MillraceMetrics(getMetricGroup());
    metrics.hotTier(hot.statistics());
    metrics.watermark(() -> timers.currentWatermark());
    rounds = metrics.counter(MillraceMetrics.ROUNDS);
    rejections = metrics.counter(MillraceMetrics.REJECTED_UPDATES);
  }

  @Override
  public void processElement(StreamRecord<CohortEvent> record) throws Exception {
    CohortEvent event = record.getValue();
    Slot<String, CohortState> slot = slot(event.key());
    long now = timers.currentProcessingTime();
    if (event instanceof PartNotice notice) {
      cohort.accept(slot.state(), notice, now, timers.currentWatermark());
    } else if (event instanceof Heartbeat beat) {
      cohort.accept(slot.state(), beat, now, timers.currentWatermark());
    }
    settle(slot, now);
  }

  private Slot<String, CohortState> slot(String key) throws Exception {
    Slot<String, CohortState> slot = hot.acquire(key);
    if (slot.state() == null) {
      hot.replace(slot, new CohortState());
    }
    return slot;
  }

  private void settle(Slot<String, CohortState> slot, long now) throws Exception {
    hot.changed(slot);
    setCurrentKey(slot.key());
    long due = cohort.dueMillis(slot.state(), now, timers.currentWatermark());
    if (due != Long.MAX_VALUE && due > now) {
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, due);
    }
    long mark = cohort.dueWatermark(slot.state(), now, timers.currentWatermark());
    if (mark != Long.MAX_VALUE && mark > timers.currentWatermark()) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, mark);
    }
    hot.endBundle();
  }

  private void tick(String key) throws Exception {
    Slot<String, CohortState> slot = slot(key);
    long now = timers.currentProcessingTime();
    cohort.advance(slot.state(), key, now, timers.currentWatermark());
    settle(slot, now);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    tick(timer.getKey());
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    tick(timer.getKey());
  }

  @Override
  public void order(ShardEvent order) {
    output.collect(new StreamRecord<>(order));
  }

  @Override
  public void summary(RoundSummary summary) {
    rounds.inc();
    output.collect(AggregationOutputs.PUBLISH, new StreamRecord<>(summary));
  }

  @Override
  public void rejected(RejectedUpdate update) {
    rejections.inc();
    output.collect(AggregationOutputs.REJECTED, new StreamRecord<>(update));
  }

  @Override
  public void task(WorkerTask task) {
    output.collect(AggregationOutputs.TASKS, new StreamRecord<>(task));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    hot.writeBack();
  }
}
