/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.turn;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.operators.bundle.Bundle;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.bundle.BundleOperator;
import io.millrace.operators.follow.NewestVersions;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.HotState;
import io.millrace.state.hot.Slot;
import io.millrace.state.turn.TurnState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Keeps a state per key behind the hot tier, with at most one useful timer: the state says when it
 * next has something to do.
 *
 * @param <E> events
 * @param <S> the state of a key
 * @param <O> the main output
 */
public abstract class TurnOperator<E, S extends TurnState, O> extends BundleOperator<E, O>
    implements OneInputStreamOperator<E, O>,
        TwoInputStreamOperator<E, ParameterVersion, O>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  private final String timerName;
  private final long hotBytes;

  private transient HotState<String, S> hot;
  private transient NewestVersions versions;
  private transient InternalTimerService<VoidNamespace> timers;

  /**
   * @param timerName of the timers in savepoints: never change it
   * @param hotBytes heap for live states
   */
  protected TurnOperator(BundleBounds bundle, String timerName, long hotBytes) {
    super(bundle);
    this.timerName = timerName;
    this.hotBytes = hotBytes;
  }

  /** Where the states are when they are not live. */
  protected abstract ColdStore<String, S> coldStore(StateInitializationContext context)
      throws Exception;

  /** Takes in an event. */
  protected abstract void take(E event) throws Exception;

  /** When the state next has something to do, {@link Long#MAX_VALUE} for never. */
  protected abstract long dueMillis(S state);

  /** Gives everything up to that time its turn. */
  protected abstract void advance(S state, long watermark) throws Exception;

  /** Whether the state is to be forgotten, which is then told of. */
  protected abstract boolean forgotten(S state, long watermark);

  /** The states of all keys. */
  protected final HotState<String, S> hot() {
    return hot;
  }

  /** The trained model that the job is configured with, empty for none. */
  protected String trainedModel() {
    return "";
  }

  /** Takes in a version of parameters, which {@link #versions} has from now on. */
  protected void follow(ParameterVersion version) throws Exception {}

  /** The newest versions of parameters, for states to take over at their next turn. */
  protected final NewestVersions versions() {
    return versions;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    versions = new NewestVersions(context.getOperatorStateStore(), trainedModel());
    hot = new HotState<>(coldStore(context), TurnState::bytes, hotBytes);
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService(timerName, VoidNamespaceSerializer.INSTANCE, this);
    millrace().gauge(MillraceMetrics.MODEL_VERSION, versions::newestMerged);
  }

  @Override
  public final void processElement(StreamRecord<E> record) throws Exception {
    add(record);
  }

  @Override
  public final void processElement1(StreamRecord<E> record) throws Exception {
    add(record);
  }

  @Override
  public final void processElement2(StreamRecord<ParameterVersion> record) throws Exception {
    flush();
    versions.take(record.getValue());
    follow(record.getValue());
  }

  /** Event time is that of the events alone. */
  @Override
  public final void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public final void processWatermark2(Watermark mark) {}

  @Override
  protected final void processWatermarkStatus(WatermarkStatus status, int index) throws Exception {
    if (index == 0) {
      flush();
      output.emitWatermarkStatus(status);
    }
  }

  /** Nothing: keys are set where state is read, which a hot one does not need. */
  @Override
  @SuppressWarnings("rawtypes")
  public final void setKeyContextElement(StreamRecord record) {}

  @Override
  @SuppressWarnings("rawtypes")
  public final void setKeyContextElement1(StreamRecord record) {}

  @Override
  @SuppressWarnings("rawtypes")
  public final void setKeyContextElement2(StreamRecord record) {}

  @Override
  protected final void process(Bundle<E> events) throws Exception {
    for (int i = 0; i < events.size(); i++) {
      take(events.value(i));
    }
    hot.endBundle();
  }

  /** Notes that an event waits: the state is to be written, and asked for when it is due. */
  protected final void waits(Slot<String, S> slot) {
    hot.changed(slot);
    schedule(slot);
  }

  /**
   * A timer of a time that has passed would fire at once, for ever if its turn leaves it due; what
   * is overdue has its turn with the next watermark.
   */
  private void schedule(Slot<String, S> slot) {
    S state = slot.state();
    long watermark = timers.currentWatermark();
    long due = dueMillis(state);
    if (watermark != Long.MAX_VALUE) {
      due = Math.max(due, watermark + 1);
    }
    if (due < state.timerMillis()) {
      setCurrentKey(slot.key());
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
      state.timerMillis(due);
    }
  }

  @Override
  public final void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Slot<String, S> slot = hot.acquire(timer.getKey());
    S state = slot.state();
    if (state != null) {
      long watermark = timers.currentWatermark();
      if (timer.getTimestamp() >= state.timerMillis()) {
        state.timerMillis(Long.MAX_VALUE);
      }
      advance(state, watermark);
      hot.changed(slot);
      if (forgotten(state, watermark)) {
        hot.remove(slot.key());
      } else if (watermark != Long.MAX_VALUE) {
        schedule(slot);
      }
    }
    hot.endBundle();
  }

  @Override
  public final void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("turns are a matter of event time: no other timers are set");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    hot.writeBack();
  }
}
