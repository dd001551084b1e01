/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.operators.contract.Subject;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** One operator in a harness. */
final class Rig implements AutoCloseable {
  private final DriftOperator operator;
  private final KeyedOneInputStreamOperatorTestHarness<String, DriftEvent, ClassPrediction> harness;
  private long checkpoints;

  Rig(DriftSettings settings, Subject.BackendSource backend) throws Exception {
    this(settings, backend, null);
  }

  Rig(DriftSettings settings, Subject.BackendSource backend, OperatorSubtaskState from)
      throws Exception {
    operator = new DriftOperator(settings);
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator, settings.split()::key, Types.STRING, 16, 1, 0);
    harness.setStateBackend(backend.create());
    harness.setCheckpointStorage(new JobManagerCheckpointStorage(1 << 30));
    harness.setup();
    harness.initializeState(from);
    harness.open();
  }

  KeyedOneInputStreamOperatorTestHarness<String, DriftEvent, ClassPrediction> harness() {
    return harness;
  }

  void feed(DriftEvent... events) throws Exception {
    for (DriftEvent event : events) {
      harness.processElement(event, event.timeMillis());
    }
  }

  void mark(long millis) throws Exception {
    harness.processWatermark(new Watermark(millis));
  }

  void idle() throws Exception {
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
  }

  List<ClassPrediction> predictions() {
    return harness.extractOutputValues();
  }

  /** Model versions of the predictions: how much had been learned by then. */
  List<String> versions() {
    return predictions().stream().map(ClassPrediction::modelVersion).toList();
  }

  <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  OperatorSubtaskState checkpoint() throws Exception {
    checkpoints++;
    harness.prepareSnapshotPreBarrier(checkpoints);
    return harness.snapshot(checkpoints, checkpoints);
  }

  /** Bytes of a savepoint, which holds keys and values as they are. */
  long savepointBytes() throws Exception {
    checkpoints++;
    harness.prepareSnapshotPreBarrier(checkpoints);
    return harness
        .snapshotWithLocalState(
            checkpoints, checkpoints, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState()
        .getStateSize();
  }

  int states() {
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
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
