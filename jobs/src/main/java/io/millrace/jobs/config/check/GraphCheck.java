/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.GraphOptions;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;

/** Models of graphs, their sizes and times, and partitions. */
final class GraphCheck {
  /** A bit each. */
  private static final int MOST_NEIGHBOURS = 64;

  private GraphCheck() {}

  static void check(Inspection inspection) {
    inspection.oneOf(GraphOptions.MODEL, LinkModelCatalogue.names());
    sizes(inspection);
    inspection.within(GraphOptions.LEARNING_RATE, 0, 1);
    inspection.within(GraphOptions.MAX_MAGNITUDE, 1e-6, 1e9);
    inspection.positive(GraphOptions.BATCH_SPAN);
    inspection.positive(GraphOptions.NODE_TTL);
    inspection.positive(GraphOptions.GRAPH_TTL);
    inspection.notNegative(GraphOptions.DISORDER_BOUND);
    inspection.notNegative(GraphOptions.IDLE_TIMEOUT);
    inspection.notNegative(GraphOptions.MAX_APART);
    inspection.notNegative(GraphOptions.MAX_AHEAD);
    inspection.notNegative(GraphOptions.EMBEDDING_INTERVAL);
    partitions(inspection);
  }

  private static void sizes(Inspection inspection) {
    inspection.atLeast(GraphOptions.FEATURES, 0);
    inspection.atLeast(GraphOptions.MEMORY, 0);
    if (inspection.get(GraphOptions.MEMORY) % 2 != 0) {
      inspection.complain(
          GraphOptions.MEMORY,
          "which two heads of attention cannot share",
          "set it to an even number");
    }
    inspection.atLeast(GraphOptions.NEIGHBOURS, 0);
    inspection.atMost(GraphOptions.NEIGHBOURS, MOST_NEIGHBOURS);
    inspection.atLeast(GraphOptions.BATCH, 1);
    inspection.atLeast(GraphOptions.WARM_UP, 0);
    inspection.atLeast(GraphOptions.REPORT_WINDOW, 0);
    inspection.atLeast(GraphOptions.MAX_NODES, 2);
  }

  private static void partitions(Inspection inspection) {
    inspection.atLeast(GraphOptions.PARTITIONS, 1);
    inspection.atMost(GraphOptions.PARTITIONS, Long.SIZE);
    inspection.atLeast(GraphOptions.PARTITIONER_NODES, 2);
    inspection.notNegative(GraphOptions.RECONCILE_INTERVAL);
    if (inspection.get(GraphOptions.PARTITIONS) > 1
        && !inspection.get(GraphOptions.RECONCILE_INTERVAL).isZero()
        && inspection.get(GraphOptions.BUNDLE).isBlank()
        && !merges(inspection.get(GraphOptions.MODEL))) {
      inspection.complain(
          GraphOptions.RECONCILE_INTERVAL,
          "but what partitions know of nodes cannot be merged for "
              + inspection.get(GraphOptions.MODEL),
          "set it to 0 ms, or use tgn");
    }
  }

  /** Nothing is said against a model that is not there: that is told already. */
  private static boolean merges(String model) {
    return !LinkModelCatalogue.names().contains(model)
        || LinkModelCatalogue.create(ModelSpec.of(model, 0, 1), HeapNodes::new).model().merges();
  }
}
