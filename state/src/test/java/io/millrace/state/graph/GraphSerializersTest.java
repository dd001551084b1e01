/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GraphSerializersTest {
  private static final Origin ORIGIN = new Origin("t", 3, 1L << 40);
  private static final NodeRef SHOP = NodeRef.of("shop");
  private static final float[] VALUES = {1, Float.MIN_VALUE, -0.25f};

  @Test
  void eventsKeepTheContract() throws IOException {
    GraphEventSerializer serializer = new GraphEventSerializer();
    Golden.keepsContract(
        serializer, new Edge("g", "e", NodeRef.of(-4), SHOP, 7, VALUES, -2.5f, "fraud", ORIGIN));
    Golden.keepsContract(
        serializer,
        new Edge("g", null, SHOP, NodeRef.of(1L << 60), -7, new float[0], 1, null, Origin.NONE));
    Golden.keepsContract(serializer, new GraphParameters("g", 9, 100, true, VALUES, ORIGIN));
  }

  @Test
  void outputsKeepTheContract() throws IOException {
    Golden.keepsContract(
        new LinkScoreSerializer(),
        new LinkScore(
            "g", 7, "e", NodeRef.of(1), SHOP, 9, 0.25f, 1.5, LinkScore.NEW, 12, "x", "m/3", true));
    Golden.keepsContract(
        new LinkScoreSerializer(),
        new LinkScore("g", 7, null, SHOP, SHOP, 9, 1, 0, 0, 0, null, "m/3", false));
    Golden.keepsContract(new NodeVectorSerializer(), new NodeVector("g", SHOP, 5, VALUES, "m/3"));
    Golden.keepsContract(
        new GraphWindowSerializer(),
        new GraphWindow(
            "g", 5, "m/3", 99, 10, 9, 0.9, 0.8, 0.7, 0.1, 0.2, 300, 40, 2, 1, 1 << 20, 3, 2, 1));
  }
}
