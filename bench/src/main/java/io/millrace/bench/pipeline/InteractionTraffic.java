/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.play.InteractionTopic;
import io.millrace.jobs.temporalgraph.TemporalGraphJob;
import io.millrace.models.graph.transit.Edge;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Interactions and scores of the job for temporal graphs. */
final class InteractionTraffic implements KafkaTraffic<LinkPrediction> {
  /** More than a batch waits for company. */
  private static final long BEYOND_LAST = 100;

  private final InteractionFeed feed;
  private final InteractionTopic topic;
  private long sent;

  InteractionTraffic(KafkaConnection connection, InteractionFeed feed) {
    this.feed = feed;
    this.topic =
        new InteractionTopic(
            connection, Topics.GRAPH_INTERACTIONS.name(), List.of(InteractionFeed.GRAPH));
  }

  @Override
  public StreamGraph graph(JobConfiguration configuration) {
    return TemporalGraphJob.environment(
            configuration
                .with(GraphOptions.DISORDER_BOUND, Duration.ZERO)
                .with(GraphOptions.BATCH_SPAN, Duration.ofMillis(50))
                .with(GraphOptions.IDLE_TIMEOUT, Duration.ofSeconds(1)))
        .getStreamGraph();
  }

  @Override
  public Topic predictions() {
    return Topics.GRAPH_PREDICTIONS;
  }

  @Override
  public RecordCodec<LinkPrediction> codec() {
    return RecordCodec.of(LinkPrediction.class);
  }

  @Override
  public void send() {
    Edge edge = (Edge) feed.event(sent++);
    topic.send(
        new Edge(
            edge.graphId(),
            null,
            edge.source(),
            edge.target(),
            System.currentTimeMillis(),
            edge.features(),
            1,
            null,
            edge.origin()));
  }

  @Override
  public void flush() {
    topic.markEnd(System.currentTimeMillis() + BEYOND_LAST);
    topic.flush();
  }

  @Override
  public boolean answers(LinkPrediction prediction) {
    return prediction.getGraphId().equals(InteractionFeed.GRAPH);
  }

  @Override
  public long ageMicros(LinkPrediction prediction) {
    return TimeUnit.MILLISECONDS.toMicros(
        System.currentTimeMillis() - prediction.getEventTime().toEpochMilli());
  }

  @Override
  public void close() {
    topic.close();
  }
}
