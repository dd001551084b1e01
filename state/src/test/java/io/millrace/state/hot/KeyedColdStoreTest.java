/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.CnnState;
import io.millrace.state.cnn.CnnStateSerializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyedColdStoreTest {
  /** Heap cost of an entry here. */
  private static final long ENTRY = 292;

  enum Backend {
    HEAP,
    ROCKSDB;

    StateBackend create() {
      return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  /** Counts the records of each key in a live object and puts the count out. */
  private static final class Counting extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {
    private static final long serialVersionUID = 1L;

    private final long budget;
    private transient HotState<String, CnnState> hot;

    Counting(long budget) {
      this.budget = budget;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      var values =
          context
              .getKeyedStateStore()
              .getState(new ValueStateDescriptor<>("counts", new CnnStateSerializer()));
      hot =
          new HotState<>(
              new KeyedColdStore<>(this.<String>getKeyedStateBackend(), values),
              state -> 100,
              budget);
    }

    @Override
    public void processElement(StreamRecord<String> record) throws Exception {
      Slot<String, CnnState> slot = hot.acquire(record.getValue());
      if (slot.state() == null) {
        hot.replace(slot, new CnnState(0, 0, new float[1]));
      }
      slot.state().history()[0]++;
      hot.changed(slot);
      output.collect(new StreamRecord<>(record.getValue() + (int) slot.state().history()[0], 0));
      hot.endBundle();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      super.snapshotState(context);
      hot.writeBack();
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, String, String> start(
      Backend backend, long budget, OperatorSubtaskState from) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new Counting(budget), key -> key, Types.STRING);
    harness.setStateBackend(backend.create());
    harness.setup();
    harness.initializeState(from);
    harness.open();
    return harness;
  }

  @ParameterizedTest
  @CsvSource({"HEAP,0", "HEAP,900", "HEAP,100000", "ROCKSDB,0", "ROCKSDB,900", "ROCKSDB,100000"})
  void countsAreThoseOfAPlainMapThroughRestores(Backend backend, long budget) throws Exception {
    Random random = new Random(budget);
    Map<String, Integer> plain = new HashMap<>();
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    OperatorSubtaskState state = null;
    for (int run = 0; run < 4; run++) {
      var harness = start(backend, budget, state);
      for (int i = 0; i < 200; i++) {
        String key = "k" + random.nextInt(12) + "=";
        harness.processElement(key, 0);
        expected.add(key + plain.merge(key, 1, Integer::sum));
      }
      state = harness.snapshot(run, run);
      harness.processElement("lost=", 0);
      List<String> outputs = harness.extractOutputValues();
      actual.addAll(outputs.subList(0, 200));
      harness.close();
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotInProgressDoesNotSeeLaterChanges(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (Closing running = new Closing(start(backend, 100 * ENTRY, null))) {
      running.feed("a=", "b=", "a=");
      CheckpointStreamFactory streams = new MemCheckpointStreamFactory(1 << 20);
      var futures =
          running
              .harness
              .getOperator()
              .snapshotState(1, 1, CheckpointOptions.forCheckpointWithDefaultLocation(), streams);
      running.feed("a=", "b=", "a=", "c=");
      snapshot = OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState();
      assertThat(running.harness.extractOutputValues())
          .containsExactly("a=1", "b=1", "a=2", "a=3", "b=2", "a=4", "c=1");
    }
    try (Closing restored = new Closing(start(backend, 100 * ENTRY, snapshot))) {
      restored.feed("a=", "b=", "c=");
      assertThat(restored.harness.extractOutputValues()).containsExactly("a=3", "b=2", "c=1");
    }
  }

  /** A harness in a try statement: its own close is declared to be interruptible. */
  private record Closing(KeyedOneInputStreamOperatorTestHarness<String, String, String> harness)
      implements AutoCloseable {
    void feed(String... keys) throws Exception {
      for (String key : keys) {
        harness.processElement(key, 0);
      }
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
}
