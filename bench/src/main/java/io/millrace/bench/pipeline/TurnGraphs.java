/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.environment.JobEnvironment;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * Jobs that differ in one operator: events from memory in their turns, predictions to nowhere. Only
 * the operator runs in parallel.
 *
 * @param events their type
 * @param predictions their type
 * @param key of an event
 * @param time of an event, milliseconds
 * @param ahead events on their way at most
 */
record TurnGraphs<E, P>(
    TypeInformation<E> events,
    TypeInformation<P> predictions,
    KeySelector<E, String> key,
    SerializableTimestampAssigner<E> time,
    long ahead) {
  private static final String COUNT = "count";
  private static final int MARKS_AHEAD = 4;

  /** As many events on their way as buffers hold, and come between two watermarks. */
  TurnGraphs(
      TypeInformation<E> events,
      TypeInformation<P> predictions,
      KeySelector<E, String> key,
      SerializableTimestampAssigner<E> time) {
    this(events, predictions, key, time, Long.MAX_VALUE);
  }

  /** A job with that operator. */
  StreamGraph graph(
      String name,
      JobConfiguration configuration,
      Feed<E> feed,
      Function<DataStream<E>, SingleOutputStreamOperator<P>> operator) {
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    DataStream<E> fed =
        env.fromSequence(0, Long.MAX_VALUE - 1)
            .setParallelism(1)
            .uid("events")
            .map(new FeedFunction<>(name, feed, ahead), events)
            .setParallelism(1)
            .uid("feed")
            .assignTimestampsAndWatermarks(marks())
            .setParallelism(1)
            .uid("event-time");
    operator
        .apply(fed)
        .map(new ArrivalFunction<>(name), predictions)
        .setParallelism(1)
        .uid("arrivals")
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1)
        .uid("nowhere");
    return env.getStreamGraph();
  }

  /** A source that waits sends no mark by the clock: bounded, it sends them by number. */
  private WatermarkStrategy<E> marks() {
    long every = ahead / MARKS_AHEAD;
    return (ahead == Long.MAX_VALUE
            ? WatermarkStrategy.<E>forMonotonousTimestamps()
            : WatermarkStrategy.<E>forGenerator(unused -> new CountedMarks<>(every)))
        .withTimestampAssigner(time);
  }

  /** A job that counts the events of each stream. */
  StreamGraph counting(
      String name, JobConfiguration configuration, Feed<E> feed, MapFunction<E, P> nothing) {
    return graph(
        name,
        configuration,
        feed,
        fed ->
            fed.keyBy(key, Types.STRING)
                .process(new CountingFunction<>(nothing), predictions)
                .uid(COUNT)
                .name(COUNT));
  }
}
