/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.partition.Assignment;
import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.PieceColdStore;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.runtime.state.KeyedStateBackend;

/** Flink's keyed state as the place of graphs' cuts. */
public final class CutColdStore {
  private CutColdStore() {}

  /**
   * @param name of the state
   * @param assignments makes the assignment of a graph that begins
   */
  public static ColdStore<String, CutState> of(
      KeyedStateBackend<String> backend,
      KeyedStateStore states,
      String name,
      Supplier<Assignment> assignments) {
    return new PieceColdStore<>(
        backend,
        states.getMapState(PieceColdStore.descriptor(name)),
        graphId -> new CutState(graphId, assignments.get()),
        CutState.NO_PIECE);
  }
}
