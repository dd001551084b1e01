/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.jobs.play.InteractionTopic;
import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Block.Column;
import io.millrace.jobs.report.page.Numerals;
import io.millrace.jobs.report.page.Section;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LinkPrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.avro.specific.SpecificRecord;

/** What was said of the edges of graphs, and which of them surprised. */
final class GraphPage implements JobPage {
  private static final int GRAPHS = 200;
  private static final int DRAWN = 6;
  private static final int SURPRISES = 40;
  private static final int BINS = 40;
  private static final double MOST_ANOMALY = 16;
  private static final Comparator<LinkPrediction> BY_ANOMALY =
      Comparator.comparingDouble(LinkPrediction::getAnomaly);

  private final Results results = new Results();
  private final Bounded<Graph> graphs = new Bounded<>(GRAPHS, Graph::new);
  private long late;

  private static final class Graph {
    private final String id;
    private final Series measures = new Series(2);
    private final double[] scores = new double[BINS];
    private final double[] anomalies = new double[BINS];
    private final PriorityQueue<LinkPrediction> surprises = new PriorityQueue<>(BY_ANOMALY);
    private GraphReport last;
    private long edges;
    private long newNodes;

    Graph(String id) {
      this.id = id;
    }

    void take(LinkPrediction prediction) {
      edges++;
      newNodes += prediction.getNewNode() ? 1 : 0;
      scores[bin(prediction.getScore())]++;
      if (prediction.getWarming()) {
        return;
      }
      anomalies[bin(prediction.getAnomaly() / MOST_ANOMALY)]++;
      surprises.add(prediction);
      if (surprises.size() > SURPRISES) {
        surprises.remove();
      }
    }

    private static int bin(double share) {
      return (int) Math.max(0, Math.min(BINS - 1, share * BINS));
    }

    void take(GraphReport report) {
      last = report;
      measures.add(
          (double) report.getEventTime().toEpochMilli(),
          value(report.getAveragePrecision()),
          value(report.getAreaUnderCurve()));
    }

    private static double value(Double known) {
      return known == null ? Double.NaN : known;
    }
  }

  @Override
  public List<String> roles() {
    return List.of("graph-predictions", "graph-reports", "graph-late");
  }

  @Override
  public List<String> inputs() {
    return List.of("graph-interactions", "graph-replicas");
  }

  @Override
  public void take(SpecificRecord record) {
    if (record instanceof LinkPrediction prediction
        && !InteractionTopic.isMark(prediction.getGraphId())) {
      results.add(
          prediction.getEventTime().toEpochMilli(), prediction.getEmittedAt().toEpochMilli());
      graphs.of(prediction.getGraphId()).ifPresent(graph -> graph.take(prediction));
    } else if (record instanceof GraphReport report
        && !InteractionTopic.isMark(report.getGraphId())) {
      graphs.of(report.getGraphId()).ifPresent(graph -> graph.take(report));
    } else if (record instanceof Interaction) {
      late++;
    }
  }

  @Override
  public long results() {
    return results.count() + graphs.size();
  }

  @Override
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    Map<String, Object> figures = results.figures("scores");
    figures.put("graphs", graphs.size());
    figures.put("late edges", late);
    List<Block> overview = new ArrayList<>();
    overview.add(new Block.Figures(figures));
    if (results.count() > 0) {
      overview.addAll(results.pictures("scores"));
    }
    overview.add(table());
    sections.add(new Section("Scores", "", overview));
    graphs.values().stream()
        .sorted(Comparator.comparingLong((Graph graph) -> graph.edges).reversed())
        .limit(DRAWN)
        .map(GraphPage::section)
        .forEach(sections::add);
    return sections;
  }

  private Block table() {
    List<List<Object>> rows = new ArrayList<>();
    for (Graph graph : graphs.values()) {
      GraphReport last = graph.last;
      rows.add(
          Arrays.asList(
              graph.id,
              last == null ? null : last.getModelVersion(),
              graph.edges,
              graph.edges == 0 ? null : Numerals.percent((double) graph.newNodes / graph.edges),
              last == null ? null : last.getNodes(),
              last == null ? null : last.getAveragePrecision(),
              last == null ? null : last.getAreaUnderCurve(),
              last == null ? null : Numerals.bytes((double) last.getStateBytes())));
    }
    return new Block.Table(
        "graphs, as of their newest report",
        List.of(
            Column.of("graph"),
            Column.of("model"),
            Column.barred("edges"),
            Column.of("with a new node"),
            Column.of("nodes"),
            Column.of("average precision"),
            Column.of("area under curve"),
            Column.of("live state")),
        rows,
        0);
  }

  private static Section section(Graph graph) {
    List<Block> blocks = new ArrayList<>();
    if (graph.measures.size() > 0) {
      blocks.add(
          new Block.Picture(
              new Chart(
                  "how well edges are told from negative samples, edges that did not occur",
                  "event time, UTC",
                  "share",
                  List.of(
                      graph.measures.line("average precision", 0),
                      graph.measures.line("area under curve", 1)),
                  List.of(),
                  true)));
    }
    if (graph.edges > 0) {
      blocks.add(
          histogram("scores of edges, of which each was expected", "score", graph.scores, 1));
      blocks.add(histogram("how surprising edges were", "anomaly", graph.anomalies, MOST_ANOMALY));
      blocks.add(surprises(graph));
    }
    return new Section("Graph " + graph.id, "", blocks);
  }

  /** Outlines of bars; numbers of edges grow so different that only their logarithm is readable. */
  private static Block histogram(String title, String right, double[] counts, double high) {
    int used = counts.length;
    while (used > 1 && counts[used - 1] == 0) {
      used--;
    }
    double[] x = new double[2 * used];
    double[] y = new double[2 * used];
    for (int i = 0; i < used; i++) {
      x[2 * i] = high * i / counts.length;
      x[2 * i + 1] = high * (i + 1) / counts.length;
      y[2 * i] = Math.log10(1 + counts[i]);
      y[2 * i + 1] = y[2 * i];
    }
    return new Block.Picture(
        new Chart(title, right, "log10(1 + edges)", List.of(new Line("edges", x, y))));
  }

  private static Block surprises(Graph graph) {
    List<LinkPrediction> found = new ArrayList<>(graph.surprises);
    found.sort(BY_ANOMALY.reversed());
    List<List<Object>> rows = new ArrayList<>();
    for (LinkPrediction edge : found) {
      rows.add(
          Arrays.asList(
              edge.getSource().toString(),
              edge.getTarget().toString(),
              edge.getAnomaly(),
              (double) edge.getScore(),
              edge.getNewNode() ? "new node" : "",
              edge.getLabel() == null ? "" : edge.getLabel(),
              Moments.text(edge.getEventTime().toEpochMilli())));
    }
    return new Block.Table(
        "the most surprising edges",
        List.of(
            Column.of("from"),
            Column.of("to"),
            Column.barred("anomaly"),
            Column.of("score"),
            Column.of(""),
            Column.of("label"),
            Column.of("time")),
        rows,
        0);
  }
}
