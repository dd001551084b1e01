/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.operators.turn.TurnOperator;
import io.millrace.state.drift.DriftState;
import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.PieceColdStore;
import io.millrace.state.hot.Slot;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * Predicts and learns labelled streams, keyed by {@link Split#key}. Events wait in the state until
 * the watermark passes them.
 *
 * <p>Outputs: predictions, with the event time of their instance, and the side outputs of {@link
 * DriftOutputs}.
 */
public final class DriftOperator extends TurnOperator<DriftEvent, DriftState, ClassPrediction> {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "drift-pieces";
  private static final String TIMERS = "drift-timers";

  private final DriftSettings settings;

  private transient DriftTally tally;
  private transient EventCheck check;
  private transient DriftOutputs outputs;
  private transient PartSharing sharing;
  private transient DriftStream stream;

  public DriftOperator(DriftSettings settings) {
    super(settings.bundle(), TIMERS, settings.hotBytes());
    this.settings = settings;
  }

  @Override
  protected ColdStore<String, DriftState> coldStore(StateInitializationContext context)
      throws Exception {
    return new PieceColdStore<>(
        this.<String>getKeyedStateBackend(),
        context.getKeyedStateStore().getMapState(PieceColdStore.descriptor(STATE)),
        this::empty,
        DriftState.WHOLE);
  }

  private DriftState empty(String key) {
    return Split.state(key, settings.parts());
  }

  @Override
  public void open() throws Exception {
    super.open();
    tally = new DriftTally();
    check = new EventCheck(settings.rules());
    outputs = new DriftOutputs(output, registerMetrics());
    sharing = new PartSharing(settings.split(), settings.rules().learner(), tally, outputs);
    stream = new DriftStream(settings.rules(), sharing, tally, outputs);
  }

  private Map<EventFault, Counter> registerMetrics() {
    MillraceMetrics metrics = millrace();
    metrics.hotTier(hot().statistics());
    DriftTally counts = tally;
    metrics.count(MillraceMetrics.PREDICTIONS, counts::predictions);
    metrics.count(MillraceMetrics.COLD_PREDICTIONS, counts::cold);
    metrics.count(MillraceMetrics.LEARNED, counts::learned);
    metrics.count(MillraceMetrics.RIGHT_PREDICTIONS, counts::right);
    metrics.count(MillraceMetrics.DUPLICATES, counts::duplicates);
    metrics.count(MillraceMetrics.LATE, counts::late);
    metrics.count(MillraceMetrics.UNMATCHED_LABELS, counts::unmatched);
    metrics.count(MillraceMetrics.UNLABELLED, counts::unlabelled);
    metrics.count(MillraceMetrics.DRIFT_ALARMS, counts::alarms);
    metrics.count(MillraceMetrics.EXPIRED, counts::expired);
    metrics.count(MillraceMetrics.UPDATES_SHARED, counts::shared);
    metrics.count(MillraceMetrics.VERSIONS_ADOPTED, counts::adopted);
    return metrics.rejected(EventFault.class, EventFault::label);
  }

  @Override
  protected void take(DriftEvent event) throws Exception {
    if (event instanceof SharedParameters parameters) {
      takeOver(parameters);
      return;
    }
    EventFault fault = check.fault(event);
    if (fault != null) {
      outputs.rejected(event, fault, check.describe(event, fault));
      return;
    }
    Slot<String, DriftState> slot = hot().acquire(settings.split().key(event));
    if (slot.state() == null) {
      DriftState fresh = empty(slot.key());
      stream.begin(fresh);
      hot().replace(slot, fresh);
    }
    if (stream.accept(slot.state(), event)) {
      waits(slot);
    }
  }

  private void takeOver(SharedParameters parameters) throws Exception {
    Slot<String, DriftState> slot = hot().acquire(settings.split().key(parameters));
    if (sharing.takeOver(slot.state(), parameters)) {
      hot().changed(slot);
    }
  }

  @Override
  protected long dueMillis(DriftState state) {
    return stream.dueMillis(state);
  }

  @Override
  protected void advance(DriftState state, long watermark) {
    sharing.follow(state, versions().merged(state.streamId()));
    stream.advance(state, watermark);
  }

  @Override
  protected boolean forgotten(DriftState state, long watermark) {
    boolean forgotten = stream.forgotten(state, watermark);
    tally.expired += forgotten && state.width() > 0 ? 1 : 0;
    return forgotten;
  }
}
