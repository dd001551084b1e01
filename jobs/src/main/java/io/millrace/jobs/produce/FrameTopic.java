/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.ProduceException;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;

/** Sends frames to a topic, keyed by stream. One thread only. */
public final class FrameTopic implements AutoCloseable {
  private final RecordTopic records;
  private final SignalFrames messages = SignalFrames.singleObject();

  public FrameTopic(KafkaConnection connection, String topic) {
    this.records = new RecordTopic(connection, Topics.SIGNAL_FRAMES.withName(topic));
  }

  /**
   * Sends a frame; blocks while the brokers are behind.
   *
   * @param samples channels-last
   * @throws ProduceException when the brokers refused this one or an earlier one
   */
  public void send(
      String streamId,
      long sequence,
      long timeMillis,
      float samplingRate,
      int channels,
      float[] samples) {
    byte[] value = messages.encode(streamId, sequence, timeMillis, samplingRate, channels, samples);
    send(streamId.getBytes(UTF_8), value);
  }

  /** Sends any record. */
  public void send(byte[] key, byte[] value) {
    records.send(key, value);
  }

  /** Records that the brokers have taken. */
  public long acknowledged() {
    return records.acknowledged();
  }

  /** Waits until the brokers have taken all. */
  public void flush() {
    records.flush();
  }

  @Override
  public void close() {
    records.close();
  }
}
