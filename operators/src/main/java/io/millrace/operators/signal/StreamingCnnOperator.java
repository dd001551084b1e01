/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.bundle.Bundle;
import io.millrace.operators.bundle.BundleOperator;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.operators.model.Gpu;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelDesk;
import io.millrace.operators.model.ModelMemory;
import io.millrace.operators.model.ModelReport;
import io.millrace.operators.model.ServedModel;
import io.millrace.operators.reject.Rejected;
import io.millrace.state.hot.HotState;
import io.millrace.state.hot.KeyedColdStore;
import io.millrace.state.hot.Slot;
import io.millrace.state.signal.SignalState;
import io.millrace.state.signal.SignalTypes;
import java.util.Map;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Predicts from keyed signals with a streaming network. The first input is frames, keyed by stream
 * id; the second is broadcast announcements of models, which has no say in event time.
 *
 * <p>Outputs: predictions, with the event time of the frame that completed them, and the side
 * outputs of {@link SignalOutputs}.
 */
public final class StreamingCnnOperator extends BundleOperator<Frame, Prediction>
    implements TwoInputStreamOperator<Frame, ModelAnnouncement, Prediction>, ModelDesk.Owner {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "signal-state";

  private final StreamingCnnSettings settings;

  private transient ModelMemory memory;
  private transient ModelDesk desk;
  private transient HotState<String, SignalState> hot;
  private transient SignalTally tally;
  private transient FrameAssembler assembler;
  private transient FrameCheck check;
  private transient Stepper stepper;
  private transient SignalTimers timers;
  private transient SignalOutputs outputs;
  private transient Map<FrameFault, Counter> rejections;
  private transient Counter requests;
  private transient Counter swaps;
  private transient Counter failures;
  private transient Histogram latency;

  public StreamingCnnOperator(StreamingCnnSettings settings) {
    super(settings.bundle());
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    memory = new ModelMemory(context.getOperatorStateStore());
    hot =
        new HotState<>(
            new KeyedColdStore<>(
                this.<String>getKeyedStateBackend(),
                context
                    .getKeyedStateStore()
                    .getState(new ValueStateDescriptor<>(STATE, SignalTypes.STATE))),
            SignalState::bytes,
            settings.hotBytes());
  }

  @Override
  public void open() throws Exception {
    super.open();
    tally = new SignalTally();
    assembler = new FrameAssembler(settings.rules(), tally);
    outputs = new SignalOutputs(output);
    timers = new SignalTimers(this, this::gapDue, this::idleDue);
    registerMetrics();
    desk =
        memory.openDesk(
            settings.initial(),
            settings.loader(),
            Gpu.place(getRuntimeContext()),
            getContainingTask()
                .getMailboxExecutorFactory()
                .createExecutor(getOperatorConfig().getChainIndex()),
            this);
  }

  private void registerMetrics() {
    MillraceMetrics metrics = millrace();
    metrics.hotTier(hot.statistics());
    SignalTally counts = tally;
    metrics.count(MillraceMetrics.DUPLICATES, counts::duplicates);
    metrics.count(MillraceMetrics.OVERLAPS, counts::overlaps);
    metrics.count(MillraceMetrics.REORDERED, counts::reordered);
    metrics.count(MillraceMetrics.LATE, counts::late);
    metrics.count(MillraceMetrics.GAPS, counts::gaps);
    metrics.count(MillraceMetrics.FILLED_SAMPLES, counts::filled);
    metrics.count(MillraceMetrics.RESETS, counts::resets);
    metrics.count(MillraceMetrics.EXPIRED, counts::expired);
    rejections = metrics.rejected(FrameFault.class, FrameFault::label);
    requests = metrics.counter(MillraceMetrics.INFERENCE_REQUESTS);
    swaps = metrics.counter(MillraceMetrics.MODEL_SWAPS);
    failures = metrics.counter(MillraceMetrics.MODEL_FAILURES);
    latency = metrics.histogram(MillraceMetrics.INFERENCE_LATENCY);
    metrics.gauge(MillraceMetrics.NATIVE_ARRAYS, () -> desk.model().cnn().nativeArrays());
    metrics.gauge(MillraceMetrics.NATIVE_BYTES, () -> desk.model().cnn().nativeBytes());
    metrics.gauge(
        MillraceMetrics.MODEL_AGE,
        () -> System.currentTimeMillis() - desk.serving().announcement().publishedAtMillis());
  }

  @Override
  public void processElement1(StreamRecord<Frame> record) throws Exception {
    add(record);
  }

  @Override
  public void processElement2(StreamRecord<ModelAnnouncement> record) {
    desk.announce(record.getValue());
  }

  /** Whether a model is being loaded in the background. */
  boolean loading() {
    return desk.loading();
  }

  /** Nothing: keys are set where state is read, which a hot stream does not need. */
  @Override
  @SuppressWarnings("rawtypes")
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  protected void process(Bundle<Frame> frames) throws Exception {
    for (int i = 0; i < frames.size(); i++) {
      take(frames.value(i));
    }
    settleBundle();
  }

  private void take(Frame frame) throws Exception {
    FrameFault fault = check.fault(frame);
    if (fault != null) {
      rejections.get(fault).inc();
      outputs.rejected(new Rejected<>(frame, check.describe(frame, fault)));
      return;
    }
    Slot<String, SignalState> slot = hot.acquire(frame.streamId());
    StreamTurn turn = turn(slot);
    SignalState state = slot.state();
    switch (assembler.accept(state, frame, turn)) {
      case CONSUMED -> changed(slot, state);
      case WAITING -> {
        changed(slot, state);
        setCurrentKey(slot.key());
        timers.awaitGap(frame.timeMillis());
      }
      case DUPLICATE -> {}
      case LATE -> outputs.late(frame);
    }
  }

  private void changed(Slot<String, SignalState> slot, SignalState state) {
    hot.changed(slot);
    if (!settings.rules().forgets()) {
      return;
    }
    state.touch(timers.currentWatermark());
    if (!state.watched()) {
      state.watch();
      setCurrentKey(slot.key());
      timers.awaitIdle(idleAt(state));
    }
  }

  private long idleAt(SignalState state) {
    return state.touchedMillis() + settings.rules().idle().toMillis();
  }

  /** The stream's turn in this bundle, its state made ready for the serving model. */
  private StreamTurn turn(Slot<String, SignalState> slot) {
    if (slot.note() instanceof StreamTurn turn) {
      return turn;
    }
    if (slot.state() == null) {
      hot.replace(slot, new SignalState());
    } else {
      adapt(slot);
    }
    StreamTurn turn = stepper.turn(slot.key(), slot.state());
    slot.note(turn);
    return turn;
  }

  private void adapt(Slot<String, SignalState> slot) {
    SignalState state = slot.state();
    StreamingCnn cnn = desk.model().cnn();
    if (state.channels() != cnn.channels() && state.begun()) {
      // Samples of another shape are of no use; frames that wait are handed back.
      tally.late += state.early().size();
      state.early().forEach(outputs::late);
      SignalState fresh = new SignalState();
      if (state.watched()) {
        fresh.watch();
      }
      fresh.touch(state.touchedMillis());
      hot.replace(slot, fresh);
      return;
    }
    CnnState memories = state.cnn();
    if (memories == null || memories.fingerprint() == cnn.fingerprint()) {
      return;
    }
    boolean kept =
        desk.serving().continues(memories.fingerprint())
            && memories.history().length * (long) Float.BYTES == cnn.stateBytes();
    if (kept) {
      state.cnn(new CnnState(cnn.fingerprint(), memories.hops(), memories.history()));
    } else {
      state.restartNetwork();
    }
    hot.changed(slot);
  }

  private void settleBundle() throws Exception {
    stepper.run();
    hot.endBundle();
  }

  private void gapDue(String key, long millis) throws Exception {
    settle(hot.acquire(key), millis);
    boundTimers();
  }

  private void idleDue(String key, long millis) throws Exception {
    Slot<String, SignalState> slot = hot.acquire(key);
    SignalState state = settle(slot, millis);
    if (state != null && idleAt(state) > millis) {
      setCurrentKey(key);
      timers.awaitIdle(idleAt(state));
    } else if (state != null) {
      settleBundle();
      tally.expired++;
      hot.remove(key);
    }
    boundTimers();
  }

  private SignalState settle(Slot<String, SignalState> slot, long millis) throws Exception {
    if (slot.state() != null && !slot.state().early().isEmpty()) {
      StreamTurn turn = turn(slot);
      assembler.settle(slot.state(), millis, turn);
      hot.changed(slot);
    }
    return slot.state();
  }

  /** Many timers may fire at one watermark: what they pin and buffer stays bounded. */
  private void boundTimers() throws Exception {
    if (stepper.turns() == 0 || stepper.turns() >= bounds().records()) {
      settleBundle();
    }
  }

  @Override
  protected void timersFired() throws Exception {
    settleBundle();
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {}

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int index) throws Exception {
    if (index == 0) {
      flush();
      output.emitWatermarkStatus(status);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    hot.writeBack();
    memory.save();
  }

  @Override
  public void beforeSwap() throws Exception {
    flush();
  }

  @Override
  public void swapped(ServedModel model) {
    if (stepper != null) {
      stepper.close();
    }
    stepper = new Stepper(model, settings.emitWarming(), outputs::prediction, requests, latency);
    StreamingCnn cnn = model.cnn();
    check = new FrameCheck(cnn.channels(), model.samplingRate(), settings.rules());
    assembler.use(
        new ChunkBuilder(
            cnn.timeline(), cnn.channels(), model.input().offset(), model.input().scale()));
  }

  @Override
  public void report(ModelAnnouncement announcement, ModelReport.Outcome outcome, String message) {
    (outcome == ModelReport.Outcome.FAILED ? failures : swaps).inc();
    outputs.report(
        new ModelReport(
            announcement.model(),
            announcement.version(),
            outcome,
            message,
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
            getProcessingTimeService().getCurrentProcessingTime()));
  }

  @Override
  public void close() throws Exception {
    try {
      if (stepper != null) {
        stepper.close();
        stepper = null;
      }
      if (memory != null) {
        memory.close();
      }
    } finally {
      super.close();
    }
  }
}
