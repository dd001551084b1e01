/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.streamingcnn.JobEnvironment;
import io.millrace.jobs.streamingcnn.StreamingCnnOptions;
import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelAnnouncementSerializer;
import io.millrace.operators.signal.StreamInference;
import io.millrace.state.signal.SignalTypes;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Two jobs that differ in one operator: frames from memory, predictions to nowhere. */
final class FrameJobs {
  private static final String PREDICT = "streaming-cnn";
  private static final String COUNT = "count";

  private FrameJobs() {}

  /** The streaming CNN. */
  static StreamGraph predicting(String name, JobConfiguration configuration, FrameFeed feed) {
    return graph(
        name,
        configuration,
        feed,
        frames -> {
          DataStream<ModelAnnouncement> none =
              frames
                  .getExecutionEnvironment()
                  .fromSequence(0, 0)
                  .flatMap((number, out) -> {}, ModelAnnouncementSerializer.TYPE);
          return StreamInference.attach(
              frames, none, StreamingCnnOptions.of(configuration).settings(), PREDICT);
        });
  }

  /** A counter per stream. */
  static StreamGraph counting(String name, JobConfiguration configuration, FrameFeed feed) {
    return graph(
        name,
        configuration,
        feed,
        frames ->
            frames
                .keyBy(Frame::streamId, Types.STRING)
                .process(new CountingFunction(), SignalTypes.PREDICTION)
                .uid(COUNT)
                .name(COUNT));
  }

  private static StreamGraph graph(
      String name,
      JobConfiguration configuration,
      FrameFeed feed,
      Function<DataStream<Frame>, SingleOutputStreamOperator<Prediction>> operator) {
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    DataStream<Frame> frames =
        env.fromSequence(0, Long.MAX_VALUE - 1)
            .uid("events")
            .map(new FeedFunction(name, feed), SignalTypes.FRAME)
            .uid("frames")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Frame>forMonotonousTimestamps()
                    .withTimestampAssigner((frame, before) -> frame.timeMillis()))
            .uid("event-time");
    operator
        .apply(frames)
        .map(new ArrivalFunction(name), SignalTypes.PREDICTION)
        .uid("arrivals")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    return env.getStreamGraph();
  }
}
