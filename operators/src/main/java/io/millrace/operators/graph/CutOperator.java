/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.operators.reject.Rejected;
import io.millrace.operators.reject.RejectedEdgeSerializer;
import io.millrace.operators.turn.Silence;
import io.millrace.operators.turn.TurnOperator;
import io.millrace.state.graph.CutColdStore;
import io.millrace.state.graph.CutState;
import io.millrace.state.graph.GraphTypes;
import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.Slot;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Cuts graphs into partitions, keyed by graph. Its output are events whose graph is a partition, by
 * {@link PartitionKeys}: edges in the order of event time, and news of replicas.
 */
public final class CutOperator extends TurnOperator<GraphEvent, CutState, GraphEvent> {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "cut";
  private static final String TIMERS = "cut-timers";

  /** How graphs are cut. */
  public static final OutputTag<CutWindow> CUTS = new OutputTag<>("graph-cuts", GraphTypes.CUT);

  /** Events that cannot be taken in, with the reason. */
  public static final OutputTag<Rejected<GraphEvent>> REJECTED =
      new OutputTag<>("rejected-edges", RejectedEdgeSerializer.TYPE);

  private final GraphSettings settings;

  private transient CutTally tally;
  private transient EdgeCheck check;
  private transient Map<EdgeFault, Counter> rejections;
  private transient CutStream stream;

  public CutOperator(GraphSettings settings) {
    super(settings.bundle(), TIMERS, settings.hotBytes());
    this.settings = settings;
  }

  @Override
  protected ColdStore<String, CutState> coldStore(StateInitializationContext context)
      throws Exception {
    return CutColdStore.of(
        this.<String>getKeyedStateBackend(),
        context.getKeyedStateStore(),
        STATE,
        settings.cut()::assignment);
  }

  @Override
  public void open() throws Exception {
    super.open();
    tally = new CutTally();
    check = new EdgeCheck(settings.rules());
    rejections = registerMetrics();
    int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    stream =
        new CutStream(
            settings.cut(),
            new PartitionKeys(settings.cut().partitions(), groups),
            new Silence(settings.rules().idle()),
            tally,
            new Outputs());
  }

  private Map<EdgeFault, Counter> registerMetrics() {
    MillraceMetrics metrics = millrace();
    metrics.hotTier(hot().statistics());
    CutTally counts = tally;
    metrics.count(MillraceMetrics.DUPLICATES, counts::duplicates);
    metrics.count(MillraceMetrics.EDGES_ASSIGNED, counts::assigned);
    metrics.count(MillraceMetrics.REPLICAS_BEGUN, counts::replicas);
    return metrics.rejected(EdgeFault.class, EdgeFault::label);
  }

  @Override
  protected void take(GraphEvent event) throws Exception {
    Edge edge = (Edge) event;
    EdgeFault fault = check.fault(edge);
    if (fault != null) {
      rejections.get(fault).inc();
      output.collect(
          REJECTED,
          new StreamRecord<>(new Rejected<>(edge, check.describe(edge, fault)), edge.timeMillis()));
      return;
    }
    Slot<String, CutState> slot = hot().acquire(edge.graphId());
    if (slot.state() == null) {
      hot().replace(slot, new CutState(slot.key(), settings.cut().assignment()));
    }
    if (stream.accept(slot.state(), edge)) {
      waits(slot);
    }
  }

  @Override
  protected long dueMillis(CutState state) {
    return stream.dueMillis(state);
  }

  @Override
  protected void advance(CutState state, long watermark) {
    stream.advance(state, watermark);
  }

  @Override
  protected boolean forgotten(CutState state, long watermark) {
    return stream.forgotten(state, watermark);
  }

  /** Where what becomes of edges goes. */
  private final class Outputs implements CutSink {
    @Override
    public void assigned(GraphEvent event) {
      output.collect(new StreamRecord<>(event, event.timeMillis()));
    }

    @Override
    public void report(CutWindow window) {
      output.collect(CUTS, new StreamRecord<>(window, window.timeMillis()));
    }
  }
}
