/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.Decoding;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.topics.Right;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.jobs.share.Loop;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.operators.graph.GraphOperator;
import io.millrace.operators.graph.GraphOutputs;
import io.millrace.schemas.DeadLetter;
import io.millrace.state.graph.GraphTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Assembles the pipeline: interactions are decoded, keyed by graph, and scored and learned in the
 * order of event time. What cannot be decoded or fits no graph goes to the dead letters; edges that
 * come too late to a sink of their own.
 *
 * <p>Every operator's uid is its name. Savepoints find their state by it: never change one.
 */
public final class TemporalGraphJob {
  public static final String NAME = "temporal-graph";

  /** Every edge waits for a watermark, and what comes between two is worked off in one go. */
  private static final String BETWEEN_WATERMARKS = "20 ms";

  static final String INTERACTIONS = "graph-interactions";
  static final String DECODE = "decode-interactions";
  static final String SCORE = "temporal-graph";
  static final String REJECTED = "reject-interactions";
  static final String PREDICTIONS = "graph-predictions";
  static final String EMBEDDINGS = "node-embeddings";
  static final String REPORTS = "graph-reports";
  static final String LATE = "late-interactions";
  static final String CUTS = "graph-cuts";
  static final String REPLICAS = "graph-replicas";
  static final String UPDATES = "graph-parameter-updates";
  static final String DEAD_LETTERS = "graph-dead-letters";

  private TemporalGraphJob() {}

  /** An environment with the pipeline between the topics of a configuration. */
  public static StreamExecutionEnvironment environment(JobConfiguration configuration) {
    JobConfiguration own = configuration.named(NAME);
    Map<String, String> flink = new HashMap<>(own.get(JobOptions.FLINK));
    flink.putIfAbsent(PipelineOptions.AUTO_WATERMARK_INTERVAL.key(), BETWEEN_WATERMARKS);
    StreamExecutionEnvironment env = JobEnvironment.of(own.with(JobOptions.FLINK, flink));
    defineWorkflow(env, GraphEnds.sources(own), GraphEnds.sinks(own), TemporalGraphOptions.of(own));
    return env;
  }

  /** What the job has to be allowed on the brokers. */
  public static List<Right> rights(JobConfiguration configuration) {
    return GraphEnds.rights(configuration);
  }

  /** Adds the pipeline to an environment. */
  public static void defineWorkflow(
      StreamExecutionEnvironment env,
      GraphSources sources,
      GraphSinks sinks,
      TemporalGraphOptions options) {
    env.setMaxParallelism(options.maxParallelism());

    SingleOutputStreamOperator<KafkaRecord> records =
        env.fromSource(sources.interactions(), sources.marks(), INTERACTIONS, KafkaRecord.TYPE);
    SingleOutputStreamOperator<GraphEvent> edges =
        records.process(new Decoding<>(sources.decoder(), DECODE), GraphTypes.EVENT).name(DECODE);

    DataStream<DeadLetter> faults = edges.getSideOutput(DeadLetters.TAG);
    DataStream<GraphEvent> events = edges;
    if (options.settings().cut().cuts()) {
      Partitioned cut =
          Partitioned.of(env, edges, sources, sinks, options.settings(), options.maxParallelism());
      events = cut.events();
      faults = faults.union(cut.deadLetters());
    }
    KeyedStream<GraphEvent, String> graphs = events.keyBy(GraphEvent::graphId, Types.STRING);
    GraphOperator learner = new GraphOperator(options.settings());
    SingleOutputStreamOperator<LinkScore> scores;
    if (sources.models() == null) {
      scores = graphs.transform(SCORE, GraphTypes.SCORE, learner);
    } else {
      SingleOutputStreamOperator<ParameterVersion> versions =
          Loop.versions(env, sources.models(), options.followed(), options.maxParallelism());
      scores = graphs.connect(versions.broadcast()).transform(SCORE, GraphTypes.SCORE, learner);
      faults = faults.union(versions.getSideOutput(DeadLetters.TAG));
    }
    if (sinks.updates() != null) {
      Loop.updates(
          scores.getSideOutput(GraphOutputs.PARAMETERS),
          new GraphUpdates(options.sharing(), new ParameterShape(options.settings().parts())),
          sinks.updates(),
          UPDATES,
          options.maxParallelism());
    }

    SingleOutputStreamOperator<DeadLetter> rejected =
        scores
            .getSideOutput(GraphOutputs.REJECTED)
            .map(new RejectedEdges(SCORE), DeadLetters.TYPE)
            .name(REJECTED);

    scores.sinkTo(sinks.predictions()).name(PREDICTIONS).uid(PREDICTIONS);
    scores
        .getSideOutput(GraphOutputs.EMBEDDINGS)
        .sinkTo(sinks.embeddings())
        .name(EMBEDDINGS)
        .uid(EMBEDDINGS);
    scores.getSideOutput(GraphOutputs.REPORTS).sinkTo(sinks.reports()).name(REPORTS).uid(REPORTS);
    if (sinks.replicas() != null) {
      scores
          .getSideOutput(GraphOutputs.REPLICAS)
          .sinkTo(sinks.replicas())
          .name(REPLICAS)
          .uid(REPLICAS);
    }
    scores.getSideOutput(GraphOutputs.LATE).sinkTo(sinks.late()).name(LATE).uid(LATE);
    faults.union(rejected).sinkTo(sinks.deadLetters()).name(DEAD_LETTERS).uid(DEAD_LETTERS);

    for (SingleOutputStreamOperator<?> operator : List.of(records, edges, scores, rejected)) {
      operator.uid(operator.getName()).setMaxParallelism(options.maxParallelism());
    }
  }
}
