/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.time.Duration;

/**
 * How graphs are treated. Of two zeros with a meaning: {@code window} 0 reports nothing, {@code
 * embeddings} 0 tells no embeddings.
 *
 * @param name of the model, in a score's model version
 * @param features per edge
 * @param magnitude the most that a feature or weight may be, either sign
 * @param batch edges that are scored together, from the memory before them
 * @param span event time from the first edge of a batch within which the others must be
 * @param learn whether each batch is learned after it is scored
 * @param late what becomes of edges that come too late
 * @param warmUp edges of a graph before its scores are to be relied on
 * @param window edges per report
 * @param embeddings event time between two embeddings of a node
 * @param share edges learned between two times that parameters are told; 0 for no such number
 * @param shareSpan windows of event time after each of which parameters are told; 0 for none
 * @param shareDeltas whether graphs that adopted a merged version tell how far they moved since
 * @param nodeTtl event time after which a silent node is forgotten; at the latest after twice that
 * @param maxNodes of a graph; beyond it those silent longest are forgotten
 * @param idle event time after which a silent graph is forgotten
 */
@RecordBuilder
public record GraphRules(
    String name,
    int features,
    float magnitude,
    int batch,
    Duration span,
    boolean learn,
    LatePolicy late,
    long warmUp,
    int window,
    Duration embeddings,
    int share,
    Duration nodeTtl,
    long maxNodes,
    Duration idle,
    Duration shareSpan,
    boolean shareDeltas)
    implements Serializable, GraphRulesBuilder.With {

  public GraphRules {
    require(features >= 0, "features", features, "0 or more");
    require(magnitude > 0 && magnitude <= 1e9f, "magnitude", magnitude, "more than 0, up to 1e9");
    require(batch >= 1, "batch", batch, "1 or more");
    require(span.toMillis() >= 1, "span", span, "1 ms or more");
    require(warmUp >= 0, "warmUp", warmUp, "0 or more");
    require(window >= 0, "window", window, "0 or more");
    require(!embeddings.isNegative(), "embeddings", embeddings, "0 or more");
    require(share >= 0, "share", share, "0 or more");
    require(!shareSpan.isNegative(), "shareSpan", shareSpan, "0 or more");
    require(nodeTtl.toMillis() >= 1, "nodeTtl", nodeTtl, "1 ms or more");
    require(maxNodes >= 2, "maxNodes", maxNodes, "2 or more");
    require(idle.toMillis() >= 1, "idle", idle, "1 ms or more");
  }

  /**
   * Batches of 100 edges within a second, learned, reports every 1,000 edges, at most a million
   * nodes, none of which is forgotten in less than 30 days.
   */
  public static GraphRules of(String name, int features) {
    return new GraphRules(
        name,
        features,
        1e6f,
        100,
        Duration.ofSeconds(1),
        true,
        LatePolicy.SIDE_OUTPUT,
        1000,
        1000,
        Duration.ZERO,
        0,
        Duration.ofDays(30),
        1_000_000,
        Duration.ofDays(30),
        Duration.ZERO,
        false);
  }

  /** Batches of other numbers of edges and spans. */
  public GraphRules withBatch(int edges, Duration within) {
    return withBatch(edges).withSpan(within);
  }

  /** Other bounds on the nodes that are kept. */
  public GraphRules withNodes(Duration ttl, long most) {
    return withNodeTtl(ttl).withMaxNodes(most);
  }

  private static void require(boolean holds, String name, Object value, String remedy) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ": give " + remedy);
    }
  }
}
