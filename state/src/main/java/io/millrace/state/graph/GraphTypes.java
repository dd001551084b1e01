/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.state.binary.BinaryType;

/** Type information of graphs, so that no job falls back on generic serialization. */
public final class GraphTypes {
  public static final BinaryType<GraphEvent> EVENT =
      BinaryType.of(GraphEvent.class, GraphEventSerializer::new);
  public static final BinaryType<LinkScore> SCORE =
      BinaryType.of(LinkScore.class, LinkScoreSerializer::new);
  public static final BinaryType<NodeVector> VECTOR =
      BinaryType.of(NodeVector.class, NodeVectorSerializer::new);
  public static final BinaryType<GraphWindow> WINDOW =
      BinaryType.of(GraphWindow.class, GraphWindowSerializer::new);

  public static final BinaryType<CutWindow> CUT =
      BinaryType.of(CutWindow.class, CutWindowSerializer::new);

  private GraphTypes() {}
}
