/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Meter;
import io.millrace.dashboard.ring.Recent;
import io.millrace.jobs.play.InteractionTopic;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.LinkPrediction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Graphs, the scores of their edges, and which edges surprised. Thread-safe. */
public final class GraphBoard implements Progress {
  private static final int GRAPHS = 16;
  private static final int PARTITIONS = 256;
  private static final int SECONDS = 60;

  private final Recent<String, ScoredGraph> graphs = new Recent<>(GRAPHS, ScoredGraph::new);
  private final Recent<Integer, Meter> partitions =
      new Recent<>(PARTITIONS, partition -> new Meter(SECONDS));
  private final Latency latency = new Latency();
  private long late;
  private long newestMillis;

  /** Edges of a partition of the topic in the last minute, of those that are shown. */
  record PartitionLoad(int partition, long edges) {}

  /** All graphs, and how their edges spread over partitions. */
  record Snapshot(
      long forgotten,
      long late,
      List<PartitionLoad> partitions,
      List<ScoredGraph.Summary> graphs) {}

  /** Takes what was said of an edge. */
  public synchronized void prediction(LinkPrediction prediction, int partition, long nowMillis) {
    if (InteractionTopic.isMark(prediction.getGraphId())) {
      return;
    }
    graphs.touch(prediction.getGraphId()).prediction(prediction, nowMillis);
    partitions.touch(partition).add(1, nowMillis);
    long emitted = prediction.getEmittedAt().toEpochMilli();
    newestMillis = Math.max(newestMillis, emitted);
    latency.add(prediction.getEventTime().toEpochMilli(), emitted, nowMillis);
  }

  /** Takes a report. */
  public synchronized void report(GraphReport report) {
    if (!InteractionTopic.isMark(report.getGraphId())) {
      graphs.touch(report.getGraphId()).report(report);
    }
  }

  /** Counts an edge that came too late. */
  public synchronized void lateEdge() {
    late++;
  }

  /** All graphs. */
  public synchronized Object snapshot(long nowMillis) {
    return new Snapshot(
        graphs.forgotten(),
        late,
        partitions.entries().stream()
            .map(
                entry ->
                    new PartitionLoad(entry.getKey(), entry.getValue().sum(SECONDS, nowMillis)))
            .sorted(Comparator.comparingInt(PartitionLoad::partition))
            .toList(),
        graphs.values().stream()
            .map(ScoredGraph::summary)
            .sorted(Comparator.comparing(ScoredGraph.Summary::id, new NaturalOrder()))
            .toList());
  }

  /** A graph with its history. */
  public synchronized Optional<Object> detail(String graph, long nowMillis) {
    return graphs.find(graph).map(found -> found.detail(nowMillis));
  }

  /** Some graph, to begin with. */
  public synchronized Optional<String> first() {
    return graphs.entries().stream().map(Map.Entry::getKey).min(new NaturalOrder());
  }

  @Override
  public synchronized long newestMillis() {
    return newestMillis;
  }

  @Override
  public long[] latency(long nowMillis) {
    return latency.recent(nowMillis);
  }
}
