/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.share;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.state.follow.ParameterVersionSerializer;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The two ends of the loop in the pipeline of a job. */
public final class Loop {
  static final String MODELS = "model-references";
  static final String READ = "read-versions";
  static final String ENCODE = "encode-updates";

  private Loop() {}

  /**
   * Versions in the order of their announcements, to be broadcast; they have no say in event time.
   */
  public static SingleOutputStreamOperator<ParameterVersion> versions(
      StreamExecutionEnvironment env,
      Source<KafkaRecord, ?, ?> models,
      List<Versions> followed,
      int maxParallelism) {
    SingleOutputStreamOperator<KafkaRecord> references =
        env.fromSource(models, WatermarkStrategy.noWatermarks(), MODELS, KafkaRecord.TYPE);
    // One after the other, so that the newest is the last one.
    references.uid(MODELS).setParallelism(1).setMaxParallelism(maxParallelism);
    return references
        .process(new ReadVersions(followed, READ), ParameterVersionSerializer.TYPE)
        .name(READ)
        .uid(READ)
        .setParallelism(1)
        .setMaxParallelism(maxParallelism);
  }

  /** Sends what learners tell. */
  public static <E> void updates(
      DataStream<E> told,
      EncodeUpdates.Telling<E> telling,
      Sink<KafkaRecord> sink,
      String name,
      int maxParallelism) {
    told.flatMap(new EncodeUpdates<>(telling), KafkaRecord.TYPE)
        .name(ENCODE)
        .uid(ENCODE)
        .setMaxParallelism(maxParallelism)
        .sinkTo(sink)
        .name(name)
        .uid(name);
  }
}
