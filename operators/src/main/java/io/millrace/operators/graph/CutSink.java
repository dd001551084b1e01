/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.GraphEvent;

/** What becomes of a graph that is cut. */
interface CutSink {
  /** An event for a partition, which it names as its graph. */
  void assigned(GraphEvent event);

  /** How the graph is cut by now. */
  void report(CutWindow window);
}
