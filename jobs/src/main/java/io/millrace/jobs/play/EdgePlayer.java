/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Plays a list of edges as interactions of one graph, in the order of time, at a steady rate or as
 * fast as they are taken. Event times are those of the list, moved together.
 */
public final class EdgePlayer {
  private static final float[] NONE = new float[0];

  private final EdgeList edges;
  private final String graphId;
  private final EdgeBatch row;

  public EdgePlayer(EdgeList edges, String graphId) {
    this.edges = edges;
    this.graphId = graphId;
    row = new EdgeBatch(edges.featureCount());
  }

  /**
   * Plays the first edges.
   *
   * @param limit edges to play at most
   * @param shift milliseconds added to each time
   * @param perSecond edges a second; {@link Pacer#UNPACED} for as many as are taken
   * @param out gets the edges
   * @param running asked before each
   * @param progress told how many were played
   * @return how many were
   */
  public long play(
      long limit,
      long shift,
      double perSecond,
      Consumer<Edge> out,
      BooleanSupplier running,
      LongConsumer progress) {
    boolean paced = perSecond != Pacer.UNPACED;
    Pacer pacer = new Pacer(paced ? 1 : Pacer.UNPACED);
    long most = Math.min(limit, edges.size());
    long sent = 0;
    while (sent < most && running.getAsBoolean()) {
      pacer.await(paced ? sent / perSecond : 0, running);
      out.accept(edge((int) sent, edges.time((int) sent) + shift));
      progress.accept(++sent);
    }
    return sent;
  }

  /** An edge of the list, at another time. */
  public Edge edge(int index, long time) {
    row.clear();
    edges.addTo(row, index);
    float[] features = NONE;
    if (row.featureCount() > 0) {
      features = new float[row.featureCount()];
      System.arraycopy(row.features(), 0, features, 0, features.length);
    }
    return new Edge(
        graphId,
        null,
        NodeRef.of(row.source(0)),
        NodeRef.of(row.target(0)),
        time,
        features,
        row.weight(0),
        null,
        Origin.NONE);
  }
}
