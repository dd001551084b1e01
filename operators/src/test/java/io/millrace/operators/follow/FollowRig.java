/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.follow;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.operators.contract.Backends;
import io.millrace.operators.turn.TurnOperator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * One operator that follows versions, in a harness.
 *
 * @param <E> its events
 * @param <O> its output
 */
public final class FollowRig<E, O> implements AutoCloseable {
  private final KeyedTwoInputStreamOperatorTestHarness<String, E, ParameterVersion, O> harness;
  private long checkpoints;

  public FollowRig(TurnOperator<E, ?, O> operator, KeySelector<E, String> key) throws Exception {
    this(operator, key, null);
  }

  public FollowRig(
      TurnOperator<E, ?, O> operator, KeySelector<E, String> key, OperatorSubtaskState from)
      throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(operator, key, null, Types.STRING, 16, 1, 0);
    harness.setStateBackend(Backends.ROCKSDB.create());
    harness.setCheckpointStorage(new JobManagerCheckpointStorage(1 << 30));
    harness.setup();
    harness.initializeState(from);
    harness.open();
  }

  public void feed(List<? extends E> events) throws Exception {
    for (E event : events) {
      harness.processElement1(new StreamRecord<>(event, 0));
    }
  }

  public void version(ParameterVersion version) throws Exception {
    harness.processElement2(new StreamRecord<>(version));
  }

  /** Moves the event time of events; that of versions has no say. */
  public void mark(long millis) throws Exception {
    harness.processWatermark1(new Watermark(millis));
  }

  public List<O> output() {
    return harness.extractOutputValues();
  }

  public <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  public OperatorSubtaskState checkpoint() throws Exception {
    checkpoints++;
    harness.prepareSnapshotPreBarrier(checkpoints);
    return harness.snapshot(checkpoints, checkpoints);
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
