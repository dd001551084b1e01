/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.operators.bundle.BundleBounds;
import io.millrace.state.graph.GraphParts;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;

/**
 * What a {@link GraphOperator} is told.
 *
 * @param rules how graphs are treated
 * @param parts makes each graph's model
 * @param bundle how many edges are taken in together
 * @param hotBytes heap bytes per subtask for what is live of graphs
 * @param cut how graphs are cut into partitions
 */
@RecordBuilder
public record GraphSettings(
    GraphRules rules, GraphParts parts, BundleBounds bundle, long hotBytes, CutRules cut)
    implements Serializable, GraphSettingsBuilder.With {
  private static final long DEFAULT_HOT_BYTES = 256L << 20;

  /** Single records, 256 MiB, each graph as a whole. */
  public static GraphSettings of(GraphRules rules, GraphParts parts) {
    return new GraphSettings(rules, parts, BundleBounds.SINGLE, DEFAULT_HOT_BYTES, CutRules.NONE);
  }
}
