/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.parameteraggregation.UpdateRecords;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.schemas.WorkerHeartbeat;

/**
 * Where workers send what they have to say, in records under the worker's name. One for all workers
 * of a process: each has connections, threads and buffers of its own. One thread only.
 */
public final class WorkerTopics implements AutoCloseable {
  private final RecordTopic updates;
  private final RecordTopic heartbeats;
  private final UpdateRecords records = new UpdateRecords();
  private final RecordCodec<WorkerHeartbeat> beats = RecordCodec.of(WorkerHeartbeat.class);

  /**
   * Connects.
   *
   * @param updates the topic of updates
   * @param heartbeats the topic of heartbeats
   */
  public WorkerTopics(KafkaConnection connection, String updates, String heartbeats) {
    this.updates = new RecordTopic(connection, Topics.PARAMETER_UPDATES.withName(updates));
    this.heartbeats = new RecordTopic(connection, Topics.WORKER_HEARTBEATS.withName(heartbeats));
  }

  void send(String worker, UpdatePart part) {
    updates.send(worker.getBytes(UTF_8), records.encode(part));
  }

  void send(WorkerHeartbeat beat) {
    heartbeats.send(beat.getWorker().getBytes(UTF_8), beats.encode(beat));
  }

  /** Waits until the brokers have taken all. */
  public void flush() {
    updates.flush();
    heartbeats.flush();
  }

  @Override
  public void close() {
    updates.close();
    heartbeats.close();
  }
}
