/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.Decoding;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.operators.graph.CutOperator;
import io.millrace.operators.graph.GraphSettings;
import io.millrace.schemas.DeadLetter;
import io.millrace.state.graph.GraphTypes;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The part of the pipeline that cuts graphs: edges are sent to partitions, and what partitions told
 * each other comes back in from its topic. It has no say in event time.
 *
 * @param events of partitions
 * @param deadLetters what could not be cut, or not be decoded
 */
record Partitioned(DataStream<GraphEvent> events, DataStream<DeadLetter> deadLetters) {
  static final String CUT = "cut-graphs";
  static final String REJECTED = "reject-uncut-interactions";
  static final String REPLICAS = "graph-replicas-in";
  static final String DECODE = "decode-replicas";
  static final String UNTIMED = "replicas-without-time";

  static Partitioned of(
      StreamExecutionEnvironment env,
      DataStream<GraphEvent> edges,
      GraphSources sources,
      GraphSinks sinks,
      GraphSettings settings,
      int maxParallelism) {
    SingleOutputStreamOperator<GraphEvent> cut =
        named(
            edges
                .keyBy(GraphEvent::graphId, Types.STRING)
                .transform(CUT, GraphTypes.EVENT, new CutOperator(settings)),
            CUT,
            maxParallelism);
    DataStream<DeadLetter> deadLetters =
        named(
            cut.getSideOutput(CutOperator.REJECTED).map(new RejectedEdges(CUT), DeadLetters.TYPE),
            REJECTED,
            maxParallelism);
    cut.getSideOutput(CutOperator.CUTS)
        .sinkTo(sinks.cuts())
        .name(TemporalGraphJob.CUTS)
        .uid(TemporalGraphJob.CUTS);
    if (sources.replicas() == null) {
      return new Partitioned(cut, deadLetters);
    }
    SingleOutputStreamOperator<KafkaRecord> records =
        named(
            env.fromSource(
                sources.replicas(), WatermarkStrategy.noWatermarks(), REPLICAS, KafkaRecord.TYPE),
            REPLICAS,
            maxParallelism);
    SingleOutputStreamOperator<GraphEvent> decoded =
        named(
            records.process(new Decoding<>(new ReplicaRecords(), DECODE), GraphTypes.EVENT),
            DECODE,
            maxParallelism);
    SingleOutputStreamOperator<GraphEvent> replicas =
        named(
            decoded.assignTimestampsAndWatermarks(
                WatermarkStrategy.<GraphEvent>forGenerator(context -> new Never<>())
                    .withTimestampAssigner((event, before) -> event.timeMillis())),
            UNTIMED,
            maxParallelism);
    return new Partitioned(
        cut.union(replicas), deadLetters.union(decoded.getSideOutput(DeadLetters.TAG)));
  }

  private static <T> SingleOutputStreamOperator<T> named(
      SingleOutputStreamOperator<T> operator, String name, int maxParallelism) {
    return operator.name(name).uid(name).setMaxParallelism(maxParallelism);
  }

  /** Does not hold event time back. */
  private static final class Never<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T event, long millis, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
