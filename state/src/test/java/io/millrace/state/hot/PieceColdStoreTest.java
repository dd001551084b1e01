/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.detect.Adwin;
import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.generator.Agrawal;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.StreamSchema;
import io.millrace.state.drift.DriftParts;
import io.millrace.state.drift.DriftState;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PieceColdStoreTest {
  private static final int NEXT = 10_000;

  private final Agrawal stream = new Agrawal(7, 0.05, 3);
  private final StreamSchema schema = stream.schema();
  private final Instance instance = schema.newInstance();
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Votes votes = new Votes();
  private final Outcome outcome = new Outcome();

  private Holder operator;
  private KeyedOneInputStreamOperatorTestHarness<String, String, String> harness;

  /** Lends its keyed state. */
  private static final class Holder extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {
    private static final long serialVersionUID = 1L;

    private transient MapState<Long, byte[]> pieces;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      pieces = context.getKeyedStateStore().getMapState(PieceColdStore.descriptor("pieces"));
    }

    @Override
    public void processElement(StreamRecord<String> record) {}
  }

  private record Parts(String name, Attributes attributes) implements DriftParts {
    @Override
    public Learner learner(Attributes own) {
      return LearnerCatalogue.create(name, attributes, 2, 1);
    }

    @Override
    public Detector detector() {
      return new Adwin(0.002);
    }
  }

  static List<String> learners() {
    List<String> names = new ArrayList<>(LearnerCatalogue.names());
    // As arf-10, but for their number of trees.
    names.removeAll(List.of("arf", "arf-100"));
    return names;
  }

  @BeforeEach
  void open() throws Exception {
    operator = new Holder();
    harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, key -> key, Types.STRING);
    harness.setStateBackend(KeyedColdStoreTest.Backend.ROCKSDB.create());
    harness.setup();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    stream.close();
    harness.close();
  }

  private PieceColdStore<String, DriftState> store(String learner) {
    Parts parts = new Parts(learner, schema.learnerAttributes());
    return new PieceColdStore<>(
        operator.<String>getKeyedStateBackend(),
        counted(operator.pieces),
        key -> new DriftState(key, parts),
        DriftState.WHOLE);
  }

  @SuppressWarnings("unchecked")
  private MapState<Long, byte[]> counted(MapState<Long, byte[]> state) {
    return (MapState<Long, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MapState.class},
            (proxy, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              try {
                return method.invoke(state, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private DriftState acquire(HotState<String, DriftState> hot, String key, String learner)
      throws IOException {
    Slot<String, DriftState> slot = hot.acquire(key);
    if (slot.state() == null) {
      DriftState fresh = new DriftState(key, new Parts(learner, schema.learnerAttributes()));
      fresh.define(schema.attributes().size(), new int[0]);
      hot.replace(slot, fresh);
    }
    hot.changed(slot);
    return slot.state();
  }

  private void learn(DriftState state) {
    state.learner().vote(instance.x, votes);
    outcome.judge(instance.label, votes);
    state.standing().add(outcome, -1, 0);
    state.learner().learn(instance.x, instance.label, 1);
    state.countLearned();
  }

  private int count(String method) {
    return calls.getOrDefault(method, 0);
  }

  private int stored(String key) throws Exception {
    operator.setCurrentKey(key);
    int[] count = new int[1];
    operator.pieces.keys().forEach(id -> count[0]++);
    return count[0];
  }

  @Test
  void ofALargeTreeOnlyWhatChangedIsWritten() throws Exception {
    HotState<String, DriftState> hot = new HotState<>(store("hoeffding-tree"), s -> 1, 1000);
    for (int i = 0; i < 60_000; i++) {
      stream.next(instance);
      learn(acquire(hot, "k", "hoeffding-tree"));
      hot.endBundle();
    }
    hot.writeBack();
    int all = stored("k");
    assertThat(all).as("pieces of a grown tree").isGreaterThan(20);

    for (int i = 0; i < 100; i++) {
      calls.clear();
      stream.next(instance);
      learn(acquire(hot, "k", "hoeffding-tree"));
      hot.endBundle();
      hot.writeBack();
      // Facts, window, the tree's head and the leaf; now and then a page and new leaves.
      assertThat(count("put")).as("puts after instance %d", i).isBetween(4, 10);
      assertThat(count("entries")).isZero();
    }
    hot.writeBack();
    assertThat(count("put")).as("nothing has changed since").isLessThanOrEqualTo(10);
    calls.clear();
    hot.writeBack();
    assertThat(calls).isEmpty();
  }

  @Test
  void aSmallLearnerIsOneEntryThatIsFoundAtOnce() throws Exception {
    HotState<String, DriftState> hot = new HotState<>(store("hoeffding-tree"), s -> 1, 0);
    for (int i = 0; i < 500; i++) {
      stream.next(instance);
      learn(acquire(hot, "k" + i % 50, "hoeffding-tree"));
      hot.endBundle();
    }
    assertThat(stored("k7")).isEqualTo(1);
    assertThat(count("put")).as("evicted after each instance").isEqualTo(500);
    assertThat(count("get")).isEqualTo(500);
    assertThat(count("entries")).as("looked for among all pieces when there is none").isEqualTo(50);
    assertThat(count("remove")).isZero();
    assertThat(acquire(hot, "k7", "hoeffding-tree").learned()).isEqualTo(10);
    hot.endBundle();
  }

  @Test
  void theBudgetBoundsWhatIsLive() throws Exception {
    long budget = 100_000;
    HotState<String, DriftState> hot =
        new HotState<>(store("naive-bayes"), DriftState::bytes, budget);
    for (int i = 0; i < 3000; i++) {
      stream.next(instance);
      learn(acquire(hot, "k" + i % 300, "naive-bayes"));
      hot.endBundle();
      assertThat(hot.statistics().bytes()).isLessThanOrEqualTo(budget);
    }
    assertThat(hot.statistics().entries()).isBetween(5L, 100L);
    assertThat(hot.statistics().evictions()).isGreaterThan(2000);
    for (int k = 0; k < 300; k++) {
      assertThat(acquire(hot, "k" + k, "naive-bayes").learned()).isEqualTo(10);
      hot.endBundle();
    }
  }

  @ParameterizedTest
  @MethodSource("learners")
  void aLearnerThatMovesInAndOutAgreesWithOneThatStays(String name) throws Exception {
    HotState<String, DriftState> hot = new HotState<>(store(name), s -> 1, 0);
    Learner stays = LearnerCatalogue.create(name, schema.learnerAttributes(), 2, 1);
    Votes expected = new Votes();
    for (int i = 0; i < 2_000 + NEXT; i++) {
      stream.next(instance);
      DriftState state = acquire(hot, "k", name);
      stays.vote(instance.x, expected);
      state.learner().vote(instance.x, votes);
      assertThat(votes.classes()).isEqualTo(expected.classes());
      for (int c = 0; c < votes.classes(); c++) {
        if (votes.of(c) != expected.of(c)) {
          assertThat(votes.of(c)).as("class %d of instance %d", c, i).isEqualTo(expected.of(c));
        }
      }
      stays.learn(instance.x, instance.label, 1);
      learn(state);
      if (i % 997 == 0 || i == 2_000) {
        // Nothing may stay: it is written, dropped, and read at the next instance.
        hot.endBundle();
        assertThat(hot.statistics().entries()).isZero();
      }
    }
    assertThat(count("put")).isPositive();
  }

  @Test
  void aDamagedPieceNamesItsKey() throws Exception {
    operator.setCurrentKey("broken");
    operator.pieces.put(DriftState.WHOLE, new byte[] {1, 5});
    HotState<String, DriftState> hot = new HotState<>(store("majority"), s -> 1, 0);
    assertThatThrownBy(() -> hot.acquire("broken"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key 'broken'")
        .hasMessageContaining("restore an earlier checkpoint");
  }
}
