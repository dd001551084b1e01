/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.piece.PieceSink;
import io.millrace.state.drift.DriftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Very many streams of a few instances each. {@code -Dmillrace.keys=1000000} makes it a
 * measurement, which the test prints.
 */
class SmallStreamsTest {
  private static final int KEYS = Integer.getInteger("millrace.keys", 10_000);
  private static final int INSTANCES = 5;

  private static final PieceSink FORGETFUL =
      new PieceSink() {
        @Override
        public void put(long id, byte[] bytes, int length) {}

        @Override
        public void remove(long id) {}
      };

  private static Arrival arrival(int key, int number, Random random) {
    double[] x = {random.nextDouble(), random.nextInt(9), random.nextGaussian()};
    return Events.arrival(
        "stream-" + key, number, 1000 + number, ClassLabel.of(random.nextInt(2)), x);
  }

  @ParameterizedTest
  @CsvSource({
    "hoeffding-tree, 64, 750",
    "hoeffding-tree, 4, 750",
    "naive-bayes, 4, 750",
    "arf-10, 4, 7000"
  })
  void aStreamOfAFewInstancesTakesLittleRoom(String learner, long hotMegabytes, int mostBytes)
      throws Exception {
    int keys = learner.startsWith("arf") ? KEYS / 10 : KEYS;
    DriftSettings settings =
        DriftSettings.of(
                DriftRules.of(learner, "adwin"), new CatalogueParts(learner, "adwin", 2, 1))
            .withHotBytes(hotMegabytes << 20);
    Random random = new Random(1);
    int predicted = 0;
    OperatorSubtaskState state;
    try (Rig rig = new Rig(settings, SmallStreamsTest::rocks)) {
      long start = System.nanoTime();
      for (int i = 0; i < INSTANCES; i++) {
        for (int key = 0; key < keys; key++) {
          rig.feed(arrival(key, i, random));
        }
        rig.mark(1000 + i);
        for (ClassPrediction prediction : rig.predictions()) {
          assertThat(prediction.modelVersion()).endsWith("/" + i);
          predicted++;
        }
        rig.harness().getOutput().clear();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      state = rig.checkpoint();
      double bytes = (double) rig.savepointBytes() / keys;
      System.out.printf(
          "%s: %d keys, %d MiB hot: %.0f instances/s, %.0f bytes of savepoint per key%n",
          learner, keys, hotMegabytes, keys * INSTANCES / seconds, bytes);
      assertThat(bytes).isLessThan(mostBytes);
    }
    assertThat(predicted).isEqualTo(keys * INSTANCES);

    // And it goes on from there.
    try (Rig rig = new Rig(settings, SmallStreamsTest::rocks, state)) {
      for (int key = 0; key < 100; key++) {
        rig.feed(arrival(key * (keys / 100), INSTANCES, random));
      }
      rig.mark(2000);
      assertThat(rig.predictions())
          .hasSize(100)
          .allMatch(prediction -> prediction.modelVersion().endsWith("/" + INSTANCES));
    }
  }

  @ParameterizedTest
  @CsvSource({"hoeffding-tree", "naive-bayes", "hoeffding-adaptive-tree", "arf-10", "majority"})
  void theBytesThatAStateIsTakenForAreThoseItTakes(String learner) throws Exception {
    int count = learner.startsWith("arf") ? 1_000 : 8_000;
    DriftRules rules = DriftRules.of(learner, "adwin");
    CatalogueParts parts = new CatalogueParts(learner, "adwin", 2, 1);
    DriftStream stream = new DriftStream(rules, new DriftTally(), new Nowhere());
    Random random = new Random(1);
    List<DriftState> states = new ArrayList<>(count);
    long estimated = 0;
    long before = used();
    for (int key = 0; key < count; key++) {
      DriftState state = new DriftState("stream-" + key, parts);
      for (int i = 0; i < INSTANCES; i++) {
        stream.accept(state, arrival(key, i, random));
        stream.advance(state, 1000 + i);
      }
      state.writeChanges(FORGETFUL);
      states.add(state);
      estimated += state.bytes();
    }
    double real = (double) (used() - before) / count;
    double taken = (double) estimated / states.size();
    System.out.printf("%s: %.0f heap bytes per state, taken for %.0f%n", learner, real, taken);
    assertThat(real / taken).isBetween(0.6, 1.4);
  }

  /** With write buffers of its own: a harness grants hardly any managed memory. */
  private static StateBackend rocks() {
    EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend();
    backend.getMemoryConfiguration().setFixedMemoryPerSlot("128mb");
    return backend;
  }

  private static long used() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(30);
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
