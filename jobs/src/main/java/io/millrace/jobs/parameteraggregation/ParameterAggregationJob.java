/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.Decoding;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.topics.Right;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.GramPart;
import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.PublishedModel;
import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.operators.aggregation.AggregationOutputs;
import io.millrace.operators.aggregation.AggregationSettings;
import io.millrace.operators.aggregation.CohortOperator;
import io.millrace.operators.aggregation.Layout;
import io.millrace.operators.aggregation.Publisher;
import io.millrace.operators.aggregation.ShardOperator;
import io.millrace.operators.aggregation.ShardRole;
import io.millrace.operators.aggregation.Solver;
import io.millrace.schemas.DeadLetter;
import io.millrace.state.aggregation.AggregationTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Assembles the pipeline: parts of updates are checked, their chunks go to the shards of the model
 * and notices of them to whoever decides about it; its orders follow the chunks. Rules with inner
 * products have two stages of shards with a solver between them, and sums of a large fleet may have
 * two levels: parts of the workers, and all. A publisher puts versions and reports together.
 *
 * <p>Every operator's uid is its name. Savepoints find their state by it: never change one.
 */
public final class ParameterAggregationJob {
  public static final String NAME = "parameter-aggregation";

  static final String UPDATES = "parameter-updates";
  static final String READ = "read-updates";
  static final String HEARTBEATS = "worker-heartbeats";
  static final String DECODE_HEARTBEATS = "decode-heartbeats";
  static final String DECIDE = "decide-rounds";
  static final String PARTS = "sum-parts-of-";
  static final String SHARDS = "shards";
  static final String SOLVE = "solve-coefficients";
  static final String FINISH = "finish-shards";
  static final String PUBLISH = "publish-versions";
  static final String REJECTED = "reject-updates";
  static final String MODELS = "aggregated-models";
  static final String REPORTS = "aggregation-reports";
  static final String ASSIGNMENTS = "worker-assignments";
  static final String DEAD_LETTERS = "aggregation-dead-letters";

  private ParameterAggregationJob() {}

  /** An environment with the pipeline between the topics of a configuration. */
  public static StreamExecutionEnvironment environment(JobConfiguration configuration) {
    JobConfiguration own = configuration.named(NAME);
    StreamExecutionEnvironment env = JobEnvironment.of(own);
    defineWorkflow(
        env,
        AggregationEnds.sources(own),
        AggregationEnds.sinks(own),
        ParameterAggregationOptions.of(own));
    return env;
  }

  /** What the job has to be allowed on the brokers. */
  public static List<Right> rights(JobConfiguration configuration) {
    return AggregationEnds.rights(configuration);
  }

  /** Adds the pipeline to an environment. */
  public static void defineWorkflow(
      StreamExecutionEnvironment env,
      AggregationSources sources,
      AggregationSinks sinks,
      ParameterAggregationOptions options) {
    AggregationSettings settings = options.settings();
    env.setMaxParallelism(options.maxParallelism());
    List<SingleOutputStreamOperator<?>> operators = new ArrayList<>();

    SingleOutputStreamOperator<KafkaRecord> updateRecords =
        env.fromSource(sources.updates(), sources.marks(), UPDATES, KafkaRecord.TYPE);
    SingleOutputStreamOperator<CohortEvent> notices =
        updateRecords
            .process(
                new ReadUpdates(settings, options.ahead(), READ), AggregationTypes.COHORT_EVENT)
            .name(READ);
    SingleOutputStreamOperator<KafkaRecord> beatRecords =
        env.fromSource(sources.heartbeats(), sources.marks(), HEARTBEATS, KafkaRecord.TYPE);
    SingleOutputStreamOperator<CohortEvent> beats =
        beatRecords
            .process(
                new Decoding<>(new Heartbeats(settings.bounds()), DECODE_HEARTBEATS),
                AggregationTypes.COHORT_EVENT)
            .name(DECODE_HEARTBEATS);
    SingleOutputStreamOperator<ShardEvent> orders =
        notices
            .union(beats)
            .keyBy(CohortEvent::key, Types.STRING)
            .transform(DECIDE, AggregationTypes.SHARD_EVENT, new CohortOperator(settings));
    operators.addAll(List.of(updateRecords, notices, beatRecords, beats, orders));

    DataStream<ShardEvent> chunks = notices.getSideOutput(AggregationOutputs.CHUNKS);
    DataStream<PublishEvent> parts =
        shards(chunks.union(orders), settings, operators)
            .union(orders.getSideOutput(AggregationOutputs.PUBLISH));
    SingleOutputStreamOperator<PublishedModel> models =
        parts
            .keyBy(PublishEvent::key, Types.STRING)
            .process(
                new Publisher(new StoreArchive(options.store()), options.inlineBytes()),
                AggregationTypes.PUBLISHED_MODEL)
            .name(PUBLISH);
    SingleOutputStreamOperator<DeadLetter> rejected =
        orders
            .getSideOutput(AggregationOutputs.REJECTED)
            .map(new RejectedUpdates(DECIDE), DeadLetters.TYPE)
            .name(REJECTED);
    operators.addAll(List.of(models, rejected));

    models.sinkTo(sinks.models()).name(MODELS).uid(MODELS);
    models
        .getSideOutput(AggregationOutputs.REPORTS)
        .sinkTo(sinks.reports())
        .name(REPORTS)
        .uid(REPORTS);
    orders
        .getSideOutput(AggregationOutputs.TASKS)
        .sinkTo(sinks.assignments())
        .name(ASSIGNMENTS)
        .uid(ASSIGNMENTS);
    notices
        .getSideOutput(DeadLetters.TAG)
        .union(beats.getSideOutput(DeadLetters.TAG), rejected)
        .sinkTo(sinks.deadLetters())
        .name(DEAD_LETTERS)
        .uid(DEAD_LETTERS);

    for (SingleOutputStreamOperator<?> operator : operators) {
      operator.uid(operator.getName()).setMaxParallelism(options.maxParallelism());
    }
  }

  /**
   * Two levels of sums. The number of parts is in the name of the first: a savepoint with sums of
   * other parts is refused, not misread.
   */
  private static DataStream<PublishEvent> summed(
      DataStream<ShardEvent> events,
      AggregationSettings settings,
      List<SingleOutputStreamOperator<?>> operators) {
    SingleOutputStreamOperator<PublishEvent> parts =
        events
            .keyBy(ShardOperator::key, Types.STRING)
            .transform(
                PARTS + settings.parts(),
                AggregationTypes.PUBLISH_EVENT,
                new ShardOperator(settings, ShardRole.PART));
    SingleOutputStreamOperator<PublishEvent> totals =
        parts
            .getSideOutput(AggregationOutputs.ONWARD)
            .keyBy(ShardOperator::key, Types.STRING)
            .transform(
                SHARDS,
                AggregationTypes.PUBLISH_EVENT,
                new ShardOperator(settings, ShardRole.TOTAL));
    operators.addAll(List.of(parts, totals));
    return totals;
  }

  /** What holds the model: one stage of shards, or two with a solver between them. */
  private static DataStream<PublishEvent> shards(
      DataStream<ShardEvent> events,
      AggregationSettings settings,
      List<SingleOutputStreamOperator<?>> operators) {
    if (settings.parts() > 1) {
      return summed(events, settings, operators);
    }
    boolean gathered = settings.layout() == Layout.GATHERED;
    SingleOutputStreamOperator<PublishEvent> first =
        events
            .keyBy(ShardOperator::key, Types.STRING)
            .transform(
                SHARDS,
                AggregationTypes.PUBLISH_EVENT,
                new ShardOperator(settings, gathered ? ShardRole.GATHER : ShardRole.ALONE));
    operators.add(first);
    if (!gathered) {
      return first;
    }
    SingleOutputStreamOperator<ShardEvent> solved =
        first
            .getSideOutput(AggregationOutputs.PRODUCTS)
            .keyBy(GramPart::key, Types.STRING)
            .process(new Solver(settings), AggregationTypes.SHARD_EVENT)
            .name(SOLVE);
    SingleOutputStreamOperator<PublishEvent> finished =
        first
            .getSideOutput(AggregationOutputs.ONWARD)
            .union(solved)
            .keyBy(ShardOperator::key, Types.STRING)
            .transform(
                FINISH,
                AggregationTypes.PUBLISH_EVENT,
                new ShardOperator(settings, ShardRole.FINISH));
    operators.addAll(List.of(solved, finished));
    return finished.union(solved.getSideOutput(AggregationOutputs.PUBLISH));
  }
}
