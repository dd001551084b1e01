/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.piece.MemoryPieces;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseNetworkTest {
  private static final SparseSettings SETTINGS = new SparseSettings(32, 0.01f, 0.99f, 0);

  private final Random random = new Random(1);
  private final Bag bag = new Bag();

  @Test
  void learnsWhatNoLinearModelCan() {
    SparseNetwork network = new SparseNetwork(SETTINGS, 2, 3, 1);
    int right = 0;
    for (int i = 0; i < 6_000; i++) {
      int label = exclusiveOr();
      float[] p = network.probabilities(bag);
      right += i >= 5_000 && p[label] > 0.5f ? 1 : 0;
      network.learn(bag, label, 1);
    }
    assertThat(right).isGreaterThan(980);
  }

  @Test
  void bothPathsGiveTheSameBits() {
    assertThat(trained(NeuralPath.best())).isEqualTo(trained(NeuralPath.plain()));
  }

  private static float[] trained(NeuralKernels kernels) {
    SparseNetwork network = new SparseNetwork(SETTINGS, 0, 5, 1, kernels);
    Random random = new Random(3);
    Bag bag = new Bag();
    for (int i = 0; i < 500; i++) {
      fill(bag, random);
      int label = random.nextInt(i < 200 ? 2 : 5);
      network.fitClasses(label + 1);
      network.probabilities(bag);
      network.learn(bag, label, 1);
    }
    return network.probabilities(bag).clone();
  }

  @Test
  void aStepIsThatOfTheTextbook() {
    // One row, one step: every hidden unit and weight moves by rate * g / (sqrt(0.01 g g) + 1e-4).
    SparseNetwork network = new SparseNetwork(SETTINGS, 2, 1, 5);
    bag.add(0, 1);
    float before = network.probabilities(bag)[1];
    network.learn(bag, 1, 1);
    float after = network.probabilities(bag)[1];
    assertThat(after).isGreaterThan(before);

    Bag empty = new Bag();
    // Without an input only the biases speak: each moved by 0.01 / 0.1, one up, one down.
    double odds = Math.log(network.probabilities(empty)[1] / network.probabilities(empty)[0]);
    double g = 1 - before;
    double step = 0.01 * g / (0.1 * g + 1e-4);
    assertThat(odds).isCloseTo(2 * step, within(1e-3));
  }

  @Test
  void nothingIsLearnedWithinTheMargin() {
    SparseNetwork network = new SparseNetwork(new SparseSettings(16, 0.01f, 0.99f, 0.45f), 2, 1, 5);
    bag.add(0, 1);
    for (int i = 0; i < 100; i++) {
      network.probabilities(bag);
      network.learn(bag, 1, 1);
    }
    assertThat(network.probabilities(bag)[1]).isBetween(0.55f, 0.7f);
  }

  @Test
  void rowsAndClassesNeverLearnedCountForNothing() {
    SparseNetwork network = new SparseNetwork(SETTINGS, 2, 3, 1);
    exclusiveOr();
    network.probabilities(bag);
    network.learn(bag, 1, 1);
    float[] before = network.probabilities(bag).clone();
    bag.add(77, 1);
    assertThat(network.probabilities(bag)).isEqualTo(before);
    network.fitClasses(3);
    assertThat(network.probabilities(bag)).hasSize(3);
    network.fitClasses(1);
    assertThat(network.classes()).isEqualTo(3);
  }

  @Test
  void restoredNetworkLearnsLikeTheOriginalAndWritesChangedRowsOnly() {
    SparseNetwork original = new SparseNetwork(SETTINGS, 2, 5, 1);
    MemoryPieces store = new MemoryPieces();
    for (int i = 0; i < 300; i++) {
      fill(bag, random);
      original.probabilities(bag);
      original.learn(bag, random.nextInt(2), 1);
      if (i % 50 == 0) {
        original.writeChanges(store);
      }
    }
    original.fitClasses(4);
    original.writeChanges(store);
    SparseNetwork restored = new SparseNetwork(SETTINGS, 2, 5, 1);
    restored.restore(store.source());
    assertThat(restored.heapBytes()).isEqualTo(original.heapBytes());
    for (int i = 0; i < 300; i++) {
      fill(bag, random);
      int label = random.nextInt(4);
      assertThat(restored.probabilities(bag)).isEqualTo(original.probabilities(bag));
      original.learn(bag, label, 1);
      restored.learn(bag, label, 1);
    }
    store.puts();
    restored.writeChanges(store);
    store.puts();
    bag.clear();
    bag.add(3, 1);
    restored.probabilities(bag);
    restored.learn(bag, 1, 1);
    restored.writeChanges(store);
    assertThat(store.puts()).as("the classes and one row").isEqualTo(2);
  }

  @Test
  void damagedStateIsRefused() {
    SparseNetwork network = new SparseNetwork(SETTINGS, 2, 5, 1);
    fill(bag, random);
    network.probabilities(bag);
    network.learn(bag, 1, 1);
    MemoryPieces store = new MemoryPieces();
    network.writeChanges(store);
    SparseNetwork wider = new SparseNetwork(new SparseSettings(64, 0.01f, 0.99f, 0), 2, 5, 1);
    assertThatThrownBy(() -> wider.restore(store.source())).hasMessageContaining("32 hidden");
    long row = (1L << 20) + bag.row(0);
    byte[] bytes = store.all().remove(row);
    assertThatThrownBy(() -> network.restore(store.source())).hasMessageContaining("1 rows are");
    store.all().put(row, Arrays.copyOf(bytes, 9));
    assertThatThrownBy(() -> network.restore(store.source()))
        .isInstanceOf(IllegalArgumentException.class);
    store.all().put(row, bytes);
    store.all().remove(0L);
    assertThatThrownBy(() -> network.restore(store.source())).hasMessageContaining("head");
    assertThatThrownBy(() -> new SparseSettings(16, 0, 0.9f, 0)).hasMessageContaining("rate=0");
  }

  private int exclusiveOr() {
    int a = random.nextInt(2);
    int b = random.nextInt(2);
    bag.clear();
    bag.add(0, 1);
    bag.add(1, 2 * a - 1);
    bag.add(2, 2 * b - 1);
    return a ^ b;
  }

  private static void fill(Bag bag, Random random) {
    bag.clear();
    for (int row = 0; row < 20; row++) {
      if (random.nextInt(4) == 0) {
        bag.add(row, (float) random.nextGaussian());
      }
    }
    bag.add(20, 1);
  }
}
