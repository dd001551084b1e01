/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Recent;
import io.millrace.dashboard.ring.Ring;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.LinkPrediction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** What is remembered of one graph. Not thread-safe. */
final class ScoredGraph {
  private static final int SCORES = 4000;
  private static final int BINS = 25;
  private static final int SURPRISES = 400;
  private static final int SHOWN = 12;
  private static final int NODES = 20_000;
  private static final int NEIGHBOURS = 8;
  private static final int REPORTS = 240;
  private static final long SURPRISE_MILLIS = 300_000;

  /** Less than one in a hundred is no surprise. */
  private static final double SURPRISING = 2;

  private final String id;
  private final Ring<Float> scores = new Ring<>(SCORES);
  private final Deque<Surprise> surprises = new ArrayDeque<>();
  private final Recent<String, Ring<Neighbour>> nodes =
      new Recent<>(NODES, node -> new Ring<>(NEIGHBOURS));
  private final Ring<Window> windows = new Ring<>(REPORTS);
  private GraphReport last;
  private long edges;
  private long surprising;
  private boolean warming = true;

  private record Surprise(
      String source,
      String target,
      double score,
      double anomaly,
      boolean newNode,
      String label,
      long time,
      long seenMillis) {}

  /** The other node of an edge. */
  record Neighbour(String node, long time, boolean outgoing) {}

  /**
   * An edge that surprised, with what else its nodes did of late.
   *
   * @param label of the edge, as it came; null without one
   */
  record Edge(
      String source,
      String target,
      Double score,
      Double anomaly,
      boolean newNode,
      String label,
      long time,
      List<Neighbour> sourceNeighbours,
      List<Neighbour> targetNeighbours) {}

  /** A window of edges. */
  record Window(long time, long sequence, Double ap, Double auc, Double loss, Double newShare) {}

  /** A graph in the list. */
  record Summary(
      String id,
      String model,
      boolean warming,
      long edges,
      long surprising,
      Double ap,
      Double auc,
      long nodes,
      long lateEdges,
      long stateBytes) {}

  /**
   * A graph with its history.
   *
   * @param scores how many of the newest edges have a score in each 25th of 0 to 1
   * @param surprises the most surprising first
   * @param windows the oldest first
   */
  record Detail(Summary summary, int[] scores, List<Edge> surprises, List<Window> windows) {}

  ScoredGraph(String id) {
    this.id = id;
  }

  void prediction(LinkPrediction prediction, long nowMillis) {
    edges++;
    warming = prediction.getWarming();
    String source = prediction.getSource().toString();
    String target = prediction.getTarget().toString();
    long time = prediction.getEventTime().toEpochMilli();
    scores.add(prediction.getScore());
    if (!warming && prediction.getAnomaly() >= SURPRISING) {
      surprising++;
      if (surprises.size() == SURPRISES) {
        surprises.removeFirst();
      }
      surprises.addLast(
          new Surprise(
              source,
              target,
              prediction.getScore(),
              prediction.getAnomaly(),
              prediction.getNewNode(),
              prediction.getLabel(),
              time,
              nowMillis));
    }
    nodes.touch(source).add(new Neighbour(target, time, true));
    nodes.touch(target).add(new Neighbour(source, time, false));
  }

  void report(GraphReport report) {
    last = report;
    windows.add(
        new Window(
            report.getEventTime().toEpochMilli(),
            report.getSequence(),
            Numbers.round(report.getAveragePrecision(), 4),
            Numbers.round(report.getAreaUnderCurve(), 4),
            Numbers.round(report.getLoss(), 4),
            Numbers.round(report.getNewNodeShare(), 4)));
  }

  Summary summary() {
    return new Summary(
        id,
        last == null ? null : last.getModelVersion(),
        warming,
        edges,
        surprising,
        last == null ? null : Numbers.round(last.getAveragePrecision(), 4),
        last == null ? null : Numbers.round(last.getAreaUnderCurve(), 4),
        last == null ? 0 : last.getNodes(),
        last == null ? 0 : last.getLateEdges(),
        last == null ? 0 : last.getStateBytes());
  }

  Detail detail(long nowMillis) {
    int[] bins = new int[BINS];
    for (float score : scores.oldestFirst()) {
      bins[Math.max(0, Math.min(BINS - 1, (int) (score * BINS)))]++;
    }
    List<Surprise> young = new ArrayList<>();
    for (Surprise surprise : surprises) {
      if (nowMillis - surprise.seenMillis() <= SURPRISE_MILLIS) {
        young.add(surprise);
      }
    }
    young.sort(
        Comparator.comparingDouble(Surprise::anomaly).thenComparingLong(Surprise::time).reversed());
    List<Edge> top = young.stream().limit(SHOWN).map(this::edge).toList();
    return new Detail(summary(), bins, top, windows.oldestFirst());
  }

  private Edge edge(Surprise one) {
    return new Edge(
        one.source(),
        one.target(),
        Numbers.round(one.score(), 4),
        Numbers.round(one.anomaly(), 2),
        one.newNode(),
        one.label(),
        one.time(),
        neighbours(one.source()),
        neighbours(one.target()));
  }

  private List<Neighbour> neighbours(String node) {
    return nodes.find(node).map(Ring::newestFirst).orElse(List.of());
  }
}
