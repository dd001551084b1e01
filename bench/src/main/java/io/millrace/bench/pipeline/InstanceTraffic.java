/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.driftmoe.DriftMoeJob;
import io.millrace.jobs.play.InstanceTopics;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.schemas.DriftPrediction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Instances and predictions of the learning job; labels come with their instances. */
final class InstanceTraffic implements KafkaTraffic<DriftPrediction> {
  private static final long BEYOND_LAST = 5;

  private final InstanceFeed feed;
  private final InstanceTopics topics;
  private long sent;

  InstanceTraffic(KafkaConnection connection, InstanceFeed feed) {
    this.feed = feed;
    this.topics =
        new InstanceTopics(connection, Topics.DRIFT_INSTANCES.name(), Topics.DRIFT_LABELS.name());
  }

  @Override
  public StreamGraph graph(JobConfiguration configuration) {
    // The topic of labels stays empty and must not hold event time back.
    return DriftMoeJob.environment(
            configuration
                .with(DriftOptions.DISORDER_BOUND, Duration.ZERO)
                .with(DriftOptions.IDLE_TIMEOUT, Duration.ofSeconds(1)))
        .getStreamGraph();
  }

  @Override
  public Topic predictions() {
    return Topics.DRIFT_PREDICTIONS;
  }

  @Override
  public RecordCodec<DriftPrediction> codec() {
    return RecordCodec.of(DriftPrediction.class);
  }

  @Override
  public void send() {
    Arrival arrival = (Arrival) feed.event(sent++);
    topics.send(
        new Arrival(
            arrival.streamId(),
            arrival.instanceId(),
            System.currentTimeMillis(),
            arrival.features(),
            arrival.nominal(),
            arrival.label(),
            arrival.origin()));
  }

  @Override
  public void flush() {
    Arrival any = (Arrival) feed.event(0);
    topics.markEnd(System.currentTimeMillis() + BEYOND_LAST, List.of(any.streamId()), List.of());
    topics.flush();
  }

  @Override
  public boolean answers(DriftPrediction prediction) {
    return !InstanceTopics.isMark(prediction.getStreamId());
  }

  @Override
  public long ageMicros(DriftPrediction prediction) {
    return TimeUnit.MILLISECONDS.toMicros(
        System.currentTimeMillis() - prediction.getEventTime().toEpochMilli());
  }

  @Override
  public void close() {
    topics.close();
  }
}
