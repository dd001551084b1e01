/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.operators.graph.Cutter;
import io.millrace.operators.graph.LatePolicy;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** How `temporal-graph` scores and learns interactions. */
public final class GraphOptions {
  public static final ConfigOption<String> MODEL =
      key("millrace.graph.model")
          .stringType()
          .defaultValue(LinkModelCatalogue.DEFAULT)
          .withDescription(
              "What scores each graph's edges: "
                  + String.join(", ", LinkModelCatalogue.names())
                  + '.');

  public static final ConfigOption<Integer> FEATURES =
      key("millrace.graph.features")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Features of every edge; edges with another number go to the dead letters.");

  public static final ConfigOption<Integer> MEMORY =
      key("millrace.graph.memory")
          .intType()
          .defaultValue(0)
          .withDescription("Floats of memory per node; 0 for what the model has by default.");

  public static final ConfigOption<Integer> NEIGHBOURS =
      key("millrace.graph.neighbours")
          .intType()
          .defaultValue(0)
          .withDescription("Neighbours kept per node; 0 for what the model has by default.");

  public static final ConfigOption<Integer> SEED =
      key("millrace.graph.seed")
          .intType()
          .defaultValue(1)
          .withDescription("Seed of every graph's first parameters.");

  public static final ConfigOption<String> BUNDLE =
      key("millrace.graph.bundle")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Folder of a model that `millrace train graph` wrote, for every graph to begin with;"
                  + " empty for random parameters. It says which model and of what dimensions;"
                  + " `model`, `features`, `memory` and `neighbours` do not count then. A job that"
                  + " goes on from a savepoint with another bundle keeps the memories of nodes"
                  + " where the dimensions are the same, else begins them anew, and its"
                  + " predictions are `warming` again.");

  public static final ConfigOption<String> FOLLOW =
      key("millrace.graph.follow")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Name of a trained model whose versions replace the one that serves, once they are"
                  + " announced on the topic of models with the task `temporal-graph`; empty for"
                  + " none. They must be of the same model and dimensions, and the memories of nodes"
                  + " stay; others go to the dead letters.");

  public static final ConfigOption<Boolean> LEARN =
      key("millrace.graph.learn")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether each batch is learned after it was scored, against as many negative"
                  + " samples (edges that did not occur).");

  public static final ConfigOption<Double> LEARNING_RATE =
      key("millrace.graph.learning-rate")
          .doubleType()
          .defaultValue(0.0)
          .withDescription("Adam's rate; 0 for what the model has by default.");

  public static final ConfigOption<Integer> BATCH =
      key("millrace.graph.batch")
          .intType()
          .defaultValue(100)
          .withDescription(
              "Edges of a graph that are scored together, from the memory before them: fewer are"
                  + " fresher, more are faster. `1` for the memory after every edge.");

  public static final ConfigOption<Duration> BATCH_SPAN =
      key("millrace.graph.batch-span")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "Event time from the first edge of a batch within which the others must be: no score"
                  + " waits longer for company. Batches depend on the order of a graph's edges"
                  + " alone.");

  public static final ConfigOption<Duration> DISORDER_BOUND =
      key("millrace.graph.disorder-bound")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How far, in event time, an edge may come behind later ones of any graph. Every edge"
                  + " waits so long for its turn.");

  public static final ConfigOption<LatePolicy> LATE =
      key("millrace.graph.late")
          .enumType(LatePolicy.class)
          .defaultValue(LatePolicy.SIDE_OUTPUT)
          .withDescription(
              "What becomes of edges that come later still: they go to their topic, or are put into"
                  + " the memories of their nodes without a score.");

  public static final ConfigOption<Duration> IDLE_TIMEOUT =
      key("millrace.graph.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "A partition without edges for so long no longer holds event time back.");

  public static final ConfigOption<Duration> MAX_APART =
      key("millrace.graph.max-apart")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How far, in event time, a partition may be read ahead of the one furthest behind:"
                  + " what is read ahead waits in the state. `0 ms` for any distance.");

  public static final ConfigOption<Duration> MAX_AHEAD =
      key("millrace.graph.max-ahead")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How far an event time may lie ahead of the broker's clock. What lies further ahead"
                  + " goes to the dead letters.");

  public static final ConfigOption<Double> MAX_MAGNITUDE =
      key("millrace.graph.max-magnitude")
          .doubleType()
          .defaultValue(1e6)
          .withDescription(
              "The most that a feature or weight may be, of either sign. Edges with larger ones, or"
                  + " with some that are no numbers, go to the dead letters.");

  public static final ConfigOption<Integer> WARM_UP =
      key("millrace.graph.warm-up")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "Predictions carry the flag `warming` until a graph has had so many edges.");

  public static final ConfigOption<Integer> REPORT_WINDOW =
      key("millrace.graph.report-window")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "Edges of a graph per report; `0` for no reports. For a report as many negative"
                  + " samples are scored, as for learning.");

  public static final ConfigOption<Duration> EMBEDDING_INTERVAL =
      key("millrace.graph.embedding-interval")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "Event time between two embeddings of a node that are published, at its edges. `0 ms`"
                  + " publishes none.");

  public static final ConfigOption<Duration> NODE_TTL =
      key("millrace.graph.node-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(30))
          .withDescription(
              "A node without an edge for so long, in event time, is forgotten, at the latest after"
                  + " twice that; its next edge begins it anew.");

  public static final ConfigOption<Integer> MAX_NODES =
      key("millrace.graph.max-nodes")
          .intType()
          .defaultValue(1_000_000)
          .withDescription(
              "Nodes of a graph that are kept; beyond it those silent longest are forgotten.");

  public static final ConfigOption<Duration> GRAPH_TTL =
      key("millrace.graph.graph-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(30))
          .withDescription("A graph without an edge for so long, in event time, is forgotten.");

  public static final ConfigOption<Integer> PARTITIONS =
      key("millrace.graph.partitions")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Partitions that the edges of each graph are spread over, up to 64, for graphs that"
                  + " are too much for one subtask; `1` leaves graphs whole. Each partition scores and"
                  + " learns for itself; nodes with edges in several have a replica in each. It cannot"
                  + " be changed for a graph that has state.");

  public static final ConfigOption<Cutter> PARTITIONER =
      key("millrace.graph.partitioner")
          .enumType(Cutter.class)
          .defaultValue(Cutter.HDRF)
          .withDescription(
              "What chooses an edge's partition: `hdrf` keeps nodes together, cuts busy ones first and"
                  + " keeps loads even; `hash` of both nodes.");

  public static final ConfigOption<Integer> PARTITIONER_NODES =
      key("millrace.graph.partitioner-nodes")
          .intType()
          .defaultValue(1_000_000)
          .withDescription(
              "How many nodes of a graph, those seen last, the partitioner remembers the partitions"
                  + " of. A forgotten node keeps its replicas, which learn of no new ones.");

  public static final ConfigOption<Duration> RECONCILE_INTERVAL =
      key("millrace.graph.reconcile-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "Event time between two exchanges of what partitions know of nodes that they share."
                  + " They become visible with the job's checkpoints. `0 ms` for no exchange, which"
                  + " `nat` and `semba` need.");

  static final OptionGroup GROUP =
      OptionGroup.of(
          "graph",
          "How `temporal-graph` scores and learns interactions.",
          MODEL,
          FEATURES,
          MEMORY,
          NEIGHBOURS,
          SEED,
          BUNDLE,
          FOLLOW,
          LEARN,
          LEARNING_RATE,
          BATCH,
          BATCH_SPAN,
          DISORDER_BOUND,
          LATE,
          IDLE_TIMEOUT,
          MAX_APART,
          MAX_AHEAD,
          MAX_MAGNITUDE,
          WARM_UP,
          REPORT_WINDOW,
          EMBEDDING_INTERVAL,
          NODE_TTL,
          MAX_NODES,
          GRAPH_TTL,
          PARTITIONS,
          PARTITIONER,
          PARTITIONER_NODES,
          RECONCILE_INTERVAL);

  private GraphOptions() {}
}
