/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.Script;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.online.TargetPool;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.neural.Mix64;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LinkPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Edges of some graphs in the order of time, an hour ago: nodes of two kinds that meet their like,
 * in bursts of equal times; the same whenever they are played, and what an offline run makes of
 * them.
 */
final class GraphScript implements Script {
  private static final RecordCodec<Interaction> CODEC = RecordCodec.of(Interaction.class);
  private static final float[] NONE = new float[0];
  private static final int NODES = 40;

  private final int graphs;
  private final int length;
  private final long begin;
  private final FrameTopic out;

  /**
   * @param length edges per graph
   */
  GraphScript(JobHarness harness, JobConfiguration configuration, int graphs, int length) {
    this(harness, configuration, graphs, length, System.currentTimeMillis() - 3_600_000);
  }

  /**
   * As above, from another time on.
   *
   * @param begin of the first edge, in milliseconds
   */
  GraphScript(
      JobHarness harness, JobConfiguration configuration, int graphs, int length, long begin) {
    this.begin = begin;
    this.graphs = graphs;
    this.length = length;
    out = harness.topic(configuration, TopicOptions.GRAPH_INTERACTIONS);
  }

  int size() {
    return graphs * length;
  }

  int length() {
    return length;
  }

  long begin() {
    return begin;
  }

  long time(int number) {
    return edge(0, number).timeMillis();
  }

  private Edge edge(int graph, int number) {
    long dice = Mix64.bits(graph, number);
    long source = (dice >>> 8) % NODES;
    long target = NODES + ((dice >>> 24) % (NODES / 2)) * 2 + source % 2;
    // Three edges at a time.
    long time = begin + number / 3 * 30L;
    NodeRef to = graph % 2 == 0 ? NodeRef.of(target) : NodeRef.of("shop-" + target);
    // Some edges are negative, which models of signs tell apart.
    float weight = (dice >>> 40) % 4 == 0 ? -2 : 1;
    return new Edge(
        "g" + graph, "e" + number, NodeRef.of(source), to, time, NONE, weight, null, Origin.NONE);
  }

  /** Sends the edges with these numbers of all graphs. */
  @Override
  public void send(int from, int to) {
    for (int i = from; i < to; i++) {
      for (int g = 0; g < graphs; g++) {
        send(edge(g, i));
      }
    }
    flush();
  }

  /** Moves event time on in every partition. */
  @Override
  public void sendTail() {
    long time = begin + length / 3 * 30L + 100_000;
    for (int k = 0; k < 16; k++) {
      send(edge("tail" + k, 1, 2, time));
    }
    flush();
  }

  static Edge edge(String graph, long source, long target, long time) {
    return new Edge(
        graph, null, NodeRef.of(source), NodeRef.of(target), time, NONE, 1, null, Origin.NONE);
  }

  void send(Edge edge) {
    send(edge.graphId(), CODEC.encode(Interactions.record(edge)));
  }

  /** Sends anything as an interaction. */
  void send(String key, byte[] value) {
    out.send(key.getBytes(UTF_8), value);
  }

  /** Waits until the broker has all. */
  void flush() {
    out.flush();
  }

  /**
   * The scores of a loop over the same edges: batches by number and span, each scored beside drawn
   * edges that did not come, learned and applied.
   */
  Map<String, List<Float>> offline(JobConfiguration configuration) {
    Map<String, List<Float>> expected = new TreeMap<>();
    for (int g = 0; g < graphs; g++) {
      Offline offline = new Offline(configuration, g);
      offline.run(length);
      expected.put("g" + g, offline.scores);
    }
    return expected;
  }

  /** The edges of a graph, in order. */
  List<Edge> edges(int graph) {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      edges.add(edge(graph, i));
    }
    return edges;
  }

  /** The scores of a loop over some edges, as those of a graph of that name. */
  List<Float> offline(JobConfiguration configuration, String name, List<Edge> edges) {
    Offline offline = new Offline(configuration, name, edges);
    offline.run(edges.size());
    return offline.scores;
  }

  /** One graph of the script without a job. */
  final class Offline {
    private final JobConfiguration configuration;
    private final List<Edge> edges;
    private final LinkModel model;
    private final TargetPool pool;
    private final List<Float> scores = new ArrayList<>();
    private final EdgeBatch came = new EdgeBatch(0);
    private final EdgeBatch absent = new EdgeBatch(0);
    private int next;
    private long learned;

    Offline(JobConfiguration configuration, int graph) {
      this(configuration, "g" + graph, edges(graph));
    }

    private Offline(JobConfiguration configuration, String name, List<Edge> edges) {
      this.configuration = configuration;
      this.edges = edges;
      ModelSpec spec =
          ModelSpec.of(configuration.get(GraphOptions.MODEL), 0, 1)
              .sized(
                  configuration.get(GraphOptions.MEMORY),
                  configuration.get(GraphOptions.NEIGHBOURS));
      model = LinkModelCatalogue.create(spec, HeapNodes::new).model();
      pool = new TargetPool(1024, name.hashCode());
    }

    LinkModel model() {
      return model;
    }

    List<Float> scores() {
      return scores;
    }

    long learned() {
      return learned;
    }

    /** Goes on to an edge, which ends a batch. */
    void run(int until) {
      int most = configuration.get(GraphOptions.BATCH);
      long span = configuration.get(GraphOptions.BATCH_SPAN).toMillis();
      float[] said = new float[2 * most];
      while (next < until) {
        came.clear();
        long end = edges.get(next).timeMillis() + span;
        while (next < until && came.size() < most && edges.get(next).timeMillis() < end) {
          Edge edge = edges.get(next++);
          came.add(
              edge.source().id(), edge.target().id(), edge.timeMillis(), edge.weight(), NONE, 0);
        }
        pool.draw(came, absent);
        EdgeBatch both = new EdgeBatch(0);
        for (int i = 0; i < came.size(); i++) {
          both.add(came, i);
        }
        for (int i = 0; i < absent.size(); i++) {
          both.add(absent, i);
        }
        model.score(both, came, said);
        for (int i = 0; i < came.size(); i++) {
          scores.add(said[i]);
        }
        if (configuration.get(GraphOptions.LEARN) && absent.size() > 0) {
          model.learn(came, absent, came);
          learned += came.size();
        }
        model.update(came);
        pool.came(came);
      }
    }
  }

  /** The scores of the script's graphs, each edge once and in order. */
  static Map<String, List<Float>> scored(List<LinkPrediction> predictions) {
    Map<String, List<Float>> said = new TreeMap<>();
    for (LinkPrediction prediction : predictions) {
      if (prediction.getGraphId().matches("g\\d+")) {
        List<Float> own = said.computeIfAbsent(prediction.getGraphId(), id -> new ArrayList<>());
        own.add(prediction.getScore());
        assertThat(prediction.getSequence()).isEqualTo(own.size());
      }
    }
    return said;
  }

  @Override
  public void close() {
    out.close();
  }
}
