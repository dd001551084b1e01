/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.worker.Training;
import io.millrace.jobs.worker.UpdatePublisher;
import io.millrace.jobs.worker.WorkerIdentity;
import io.millrace.jobs.worker.WorkerTopics;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.shape.ModelShape;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Workers that send random updates, in turn, to a topic of one partition: a round's updates come
 * before those of the next. Every worker's values are a stretch of one array.
 */
final class BenchFleet implements AutoCloseable {
  static final Topic UPDATES =
      Topics.PARAMETER_UPDATES.withName("millrace.bench.update.v1").withPartitions(1);
  static final String GROUP = "millrace-bench";

  private static final String MODEL = "bench";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TopicPartition PARTITION = new TopicPartition(UPDATES.name(), 0);

  private final JobSettings settings;
  private final float[] values;
  private final WorkerTopics topics;
  private final UpdatePublisher[] publishers;
  private final Admin admin;

  BenchFleet(KafkaConnection connection, JobSettings settings) {
    this.settings = settings;
    try (TopicAdmin broker = TopicAdmin.connect(connection, PATIENCE)) {
      broker.create(List.of(UPDATES));
    }
    admin = Admin.create(connection.clientProperties());
    Random random = new Random(7);
    values = new float[settings.values() + settings.workers()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.01 * random.nextGaussian());
    }
    topics = new WorkerTopics(connection, UPDATES.name(), Topics.WORKER_HEARTBEATS.name());
    publishers = new UpdatePublisher[settings.workers()];
    for (int w = 0; w < publishers.length; w++) {
      publishers[w] =
          new UpdatePublisher(
              topics,
              WorkerIdentity.of(MODEL, String.format(Locale.ROOT, "worker-%06d", w)),
              ModelShape.flat(settings.values()),
              Codecs.FP32,
              null);
    }
  }

  private float[][] update(int worker) {
    return new float[][] {Arrays.copyOfRange(values, worker, worker + settings.values())};
  }

  /** The model begins with zeros that somebody sent. */
  void initialise() {
    publishers[0].initialise(new float[][] {new float[settings.values()]});
    topics.flush();
  }

  /**
   * Sends the updates of some workers in a round.
   *
   * @return when the broker had all of them
   */
  long send(int round, int from, int to) {
    for (int w = from; w < to; w++) {
      publishers[w].publish("round-" + round, Training.on(0, 100), Payload.DELTA, update(w));
    }
    topics.flush();
    return System.nanoTime();
  }

  /** Whether the job's last checkpoint holds all that was sent. */
  boolean takenIn() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, ListOffsetsResultInfo> end =
          admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest())).all().get();
      OffsetAndMetadata offset = read.get(PARTITION);
      return offset != null && offset.offset() >= end.get(PARTITION).offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell offsets: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    topics.close();
    admin.close();
  }
}
