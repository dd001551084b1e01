/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import io.millrace.models.signal.Frame;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Frames and predictions of the streaming CNN. */
final class FrameTraffic implements KafkaTraffic<SignalPrediction> {
  private final FrameFeed feed;
  private final FrameTopic topic;
  private long sent;

  FrameTraffic(KafkaConnection connection, FrameFeed feed) {
    this.feed = feed;
    this.topic = new FrameTopic(connection, Topics.SIGNAL_FRAMES.name());
  }

  @Override
  public StreamGraph graph(JobConfiguration configuration) {
    // Event times are those of sending: the streams' clocks do not fit their rates.
    return StreamingCnnJob.environment(
            configuration.with(SignalOptions.DISORDER_BOUND, Duration.ofSeconds(2)))
        .getStreamGraph();
  }

  @Override
  public Topic predictions() {
    return Topics.SIGNAL_PREDICTIONS;
  }

  @Override
  public RecordCodec<SignalPrediction> codec() {
    return RecordCodec.of(SignalPrediction.class);
  }

  @Override
  public void send() {
    Frame frame = feed.event(sent++);
    topic.send(
        frame.streamId(),
        frame.sequence(),
        System.currentTimeMillis(),
        frame.samplingRate(),
        frame.channels(),
        frame.samples());
  }

  @Override
  public void flush() {
    topic.flush();
  }

  @Override
  public boolean answers(SignalPrediction prediction) {
    return true;
  }

  /** From the event time of the window's end. */
  @Override
  public long ageMicros(SignalPrediction prediction) {
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    long end = prediction.getWindowEndTime().toEpochMilli();
    // Windows end somewhere within the frame that completes them, always at the same place.
    Frame first = feed.event(0);
    double within = prediction.getWindowEnd() % first.length() * 1000.0 / first.samplingRate();
    return now - TimeUnit.MILLISECONDS.toMicros(end - Math.round(within));
  }

  @Override
  public void close() {
    topic.close();
  }
}
