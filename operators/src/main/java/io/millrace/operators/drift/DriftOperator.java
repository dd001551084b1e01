/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.operators.bundle.Bundle;
import io.millrace.operators.bundle.BundleOperator;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.state.drift.DriftState;
import io.millrace.state.hot.HotState;
import io.millrace.state.hot.PieceColdStore;
import io.millrace.state.hot.Slot;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Predicts and learns labelled streams, keyed by stream id. Events wait in the state until the
 * watermark passes them.
 *
 * <p>Outputs: predictions, with the event time of their instance, and the side outputs of {@link
 * DriftOutputs}.
 */
public final class DriftOperator extends BundleOperator<DriftEvent, ClassPrediction>
    implements OneInputStreamOperator<DriftEvent, ClassPrediction>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "drift-pieces";
  private static final String TIMERS = "drift-timers";

  private final DriftSettings settings;

  private transient HotState<String, DriftState> hot;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient DriftTally tally;
  private transient EventCheck check;
  private transient DriftOutputs outputs;
  private transient DriftStream stream;

  public DriftOperator(DriftSettings settings) {
    super(settings.bundle());
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    hot =
        new HotState<>(
            new PieceColdStore<>(
                this.<String>getKeyedStateBackend(),
                context.getKeyedStateStore().getMapState(PieceColdStore.descriptor(STATE)),
                this::empty),
            DriftState::bytes,
            settings.hotBytes());
  }

  private DriftState empty(String streamId) {
    return new DriftState(streamId, settings.parts());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
    tally = new DriftTally();
    check = new EventCheck(settings.rules().maxAttributes());
    outputs = new DriftOutputs(output, registerMetrics());
    stream = new DriftStream(settings.rules(), tally, outputs);
  }

  private Map<EventFault, Counter> registerMetrics() {
    MillraceMetrics metrics = millrace();
    metrics.hotTier(hot.statistics());
    DriftTally counts = tally;
    metrics.count(MillraceMetrics.PREDICTIONS, counts::predictions);
    metrics.count(MillraceMetrics.COLD_PREDICTIONS, counts::cold);
    metrics.count(MillraceMetrics.LEARNED, counts::learned);
    metrics.count(MillraceMetrics.DUPLICATES, counts::duplicates);
    metrics.count(MillraceMetrics.LATE, counts::late);
    metrics.count(MillraceMetrics.UNMATCHED_LABELS, counts::unmatched);
    metrics.count(MillraceMetrics.UNLABELLED, counts::unlabelled);
    metrics.count(MillraceMetrics.DRIFT_ALARMS, counts::alarms);
    metrics.count(MillraceMetrics.EXPIRED, counts::expired);
    Map<EventFault, Counter> rejections = new EnumMap<>(EventFault.class);
    for (EventFault fault : EventFault.values()) {
      rejections.put(fault, metrics.rejected(fault.label()));
    }
    return rejections;
  }

  @Override
  public void processElement(StreamRecord<DriftEvent> record) throws Exception {
    add(record);
  }

  /** Nothing: keys are set where state is read, which a hot stream does not need. */
  @Override
  @SuppressWarnings("rawtypes")
  public void setKeyContextElement(StreamRecord record) {}

  @Override
  @SuppressWarnings("rawtypes")
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  protected void process(Bundle<DriftEvent> events) throws Exception {
    for (int i = 0; i < events.size(); i++) {
      take(events.value(i));
    }
    hot.endBundle();
  }

  private void take(DriftEvent event) throws Exception {
    EventFault fault = check.fault(event);
    if (fault != null) {
      outputs.rejected(event, fault, check.describe(event, fault));
      return;
    }
    Slot<String, DriftState> slot = hot.acquire(event.streamId());
    if (slot.state() == null) {
      DriftState fresh = empty(slot.key());
      stream.begin(fresh);
      hot.replace(slot, fresh);
    }
    if (stream.accept(slot.state(), event)) {
      hot.changed(slot);
      schedule(slot);
    }
  }

  private void schedule(Slot<String, DriftState> slot) {
    DriftState state = slot.state();
    long due = stream.dueMillis(state);
    if (due < state.timerMillis()) {
      setCurrentKey(slot.key());
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
      state.timerMillis(due);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Slot<String, DriftState> slot = hot.acquire(timer.getKey());
    DriftState state = slot.state();
    if (state != null) {
      long watermark = timers.currentWatermark();
      if (timer.getTimestamp() >= state.timerMillis()) {
        state.timerMillis(Long.MAX_VALUE);
      }
      stream.advance(state, watermark);
      hot.changed(slot);
      if (stream.forgotten(state, watermark)) {
        tally.expired++;
        hot.remove(slot.key());
      } else if (watermark != Long.MAX_VALUE) {
        schedule(slot);
      }
    }
    hot.endBundle();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("labelled streams set no processing-time timers");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    hot.writeBack();
  }
}
