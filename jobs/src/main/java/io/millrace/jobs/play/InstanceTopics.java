/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.ProduceException;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.driftmoe.Instances;
import io.millrace.jobs.driftmoe.LateLabels;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.InstanceLabel;
import io.millrace.schemas.LabelledInstance;
import java.util.Collection;

/** Sends instances and labels to their topics, keyed by stream. One thread only. */
public final class InstanceTopics implements AutoCloseable {
  private static final String MARK = "time-mark-";
  private static final String END = "end";
  private static final double[] NOTHING = {0};
  private static final int[] NUMERIC = {};

  private final RecordTopic instances;
  private final RecordTopic labels;
  private final RecordCodec<LabelledInstance> instanceCodec =
      RecordCodec.of(LabelledInstance.class);
  private final RecordCodec<InstanceLabel> labelCodec = RecordCodec.of(InstanceLabel.class);

  public InstanceTopics(KafkaConnection connection, String instanceTopic, String labelTopic) {
    instances = new RecordTopic(connection, Topics.DRIFT_INSTANCES.withName(instanceTopic));
    labels = new RecordTopic(connection, Topics.DRIFT_LABELS.withName(labelTopic));
  }

  /**
   * Sends an instance or a label.
   *
   * @throws ProduceException when the brokers refused this one or an earlier one
   */
  public void send(DriftEvent event) {
    byte[] key = event.streamId().getBytes(UTF_8);
    if (event instanceof Arrival arrival) {
      instances.send(key, instanceCodec.encode(Instances.record(arrival)));
    } else {
      labels.send(key, labelCodec.encode(LateLabels.record((LateLabel) event)));
    }
  }

  /** Instances that the brokers have taken, marks of time included. */
  public long instancesAcknowledged() {
    return instances.acknowledged();
  }

  /** Labels that the brokers have taken, marks of time included. */
  public long labelsAcknowledged() {
    return labels.acknowledged();
  }

  /** Waits until the brokers have taken all. */
  public void flush() {
    instances.flush();
    labels.flush();
  }

  /**
   * Moves event time on in the partitions that nothing is sent to: empty, they would hold it back.
   * A mark is an instance or label of a stream of its own, whose turn comes when time goes on.
   *
   * @param instanceStreams all that instances are sent of
   * @param labelStreams all that labels are sent of
   */
  public void markEmpty(
      long millis, Collection<String> instanceStreams, Collection<String> labelStreams) {
    instances.otherPartitions(instanceStreams).forEach(each -> markInstances(each, millis));
    labels.otherPartitions(labelStreams).forEach(each -> markLabels(each, millis));
  }

  /** Moves event time on in the partitions of streams after the last of their records. */
  public void markEnd(
      long millis, Collection<String> instanceStreams, Collection<String> labelStreams) {
    instances.partitions(instanceStreams).forEach(each -> markInstances(each, millis));
    labels.partitions(labelStreams).forEach(each -> markLabels(each, millis));
  }

  /** Whether a stream is none but a mark of time. */
  public static boolean isMark(String streamId) {
    return streamId.startsWith(MARK);
  }

  private void markInstances(int partition, long millis) {
    Arrival mark = new Arrival(MARK + partition, END, millis, NOTHING, NUMERIC, null, Origin.NONE);
    instances.send(
        partition, mark.streamId().getBytes(UTF_8), instanceCodec.encode(Instances.record(mark)));
  }

  private void markLabels(int partition, long millis) {
    LateLabel mark = new LateLabel(MARK + partition, END, millis, ClassLabel.of(0), Origin.NONE);
    labels.send(
        partition, mark.streamId().getBytes(UTF_8), labelCodec.encode(LateLabels.record(mark)));
  }

  @Override
  public void close() {
    instances.close();
    labels.close();
  }
}
