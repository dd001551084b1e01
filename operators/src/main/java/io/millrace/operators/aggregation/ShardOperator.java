/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.rule.Strategy;
import io.millrace.models.aggregation.transit.GramPart;
import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.state.aggregation.ShardColdStore;
import io.millrace.state.aggregation.ShardState;
import io.millrace.state.hot.HotState;
import io.millrace.state.hot.PieceColdStore;
import io.millrace.state.hot.Slot;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Holds shards of models, keyed by {@link #key}. Outputs fragments of versions, and to the side
 * what {@link ShardRole#GATHER} produces instead.
 */
public final class ShardOperator extends AbstractStreamOperator<PublishEvent>
    implements OneInputStreamOperator<ShardEvent, PublishEvent>, ShardSink {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "shard-pieces";

  private final AggregationSettings settings;
  private final ShardRole role;

  private transient HotState<String, ShardState> hot;
  private transient Shard shard;

  public ShardOperator(AggregationSettings settings, ShardRole role) {
    this.settings = settings;
    this.role = role;
  }

  /** The shard that an event belongs to. */
  public static String key(ShardEvent event) {
    return event.key() + '/' + event.shard();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    Strategy strategy = settings.strategy();
    hot =
        new HotState<>(
            new ShardColdStore(
                this.getKeyedStateBackend(),
                context.getKeyedStateStore().getMapState(PieceColdStore.descriptor(STATE)),
                () -> Shard.empty(strategy, role)),
            ShardState::bytes,
            settings.hotBytes());
  }

  @Override
  public void open() throws Exception {
    super.open();
    shard = new Shard(settings, role, this);
    new MillraceMetrics(getMetricGroup()).hotTier(hot.statistics());
  }

  @Override
  public void processElement(StreamRecord<ShardEvent> record) throws Exception {
    Slot<String, ShardState> slot = hot.acquire(key(record.getValue()));
    if (slot.state() == null) {
      hot.replace(slot, shard.empty());
    }
    shard.accept(slot.state(), record.getValue());
    if (slot.state().isEmpty()) {
      hot.remove(slot.key());
    } else {
      hot.changed(slot);
    }
    hot.endBundle();
  }

  /** Nothing: keys are set where state is read, which a hot shard does not need. */
  @Override
  @SuppressWarnings("rawtypes")
  public void setKeyContextElement(StreamRecord record) {}

  @Override
  @SuppressWarnings("rawtypes")
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  public void publish(PublishEvent event) {
    output.collect(new StreamRecord<>(event));
  }

  @Override
  public void products(GramPart part) {
    output.collect(AggregationOutputs.PRODUCTS, new StreamRecord<>(part));
  }

  @Override
  public void onward(ShardEvent event) {
    output.collect(AggregationOutputs.ONWARD, new StreamRecord<>(event));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    hot.writeBack();
  }
}
