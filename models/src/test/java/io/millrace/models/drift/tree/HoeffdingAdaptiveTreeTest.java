/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.piece.MemoryPieces;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HoeffdingAdaptiveTreeTest extends LearnerContract {
  private static final HoeffdingSettings SETTINGS = HoeffdingSettings.expert().withConfidence(0.01);

  @Override
  protected Learner learner() {
    return tree(SETTINGS);
  }

  private static HoeffdingAdaptiveTree tree(HoeffdingSettings settings) {
    return new HoeffdingAdaptiveTree(
        settings, HoeffdingAdaptiveTree.DELTA, Samples.attributes(), 0, 42);
  }

  @Test
  void recoversFromDriftsThatAPlainTreeDoesNot() {
    HoeffdingTree plain = new HoeffdingTree(SETTINGS, Samples.attributes(), 0, 42);
    double adaptive = accuracy(tree(SETTINGS), Samples.drifting(5, 6_000), 60_000);
    assertThat(adaptive).isGreaterThan(0.8);
    assertThat(adaptive).isGreaterThan(accuracy(plain, Samples.drifting(5, 6_000), 60_000) + 0.1);
  }

  @Test
  void losesLittleWhereNothingChanges() {
    HoeffdingTree plain = new HoeffdingTree(SETTINGS, Samples.attributes(), 0, 42);
    assertThat(accuracy(tree(SETTINGS), Samples.steady(5), 30_000))
        .isGreaterThan(accuracy(plain, Samples.steady(5), 30_000) - 0.01);
  }

  @Test
  void restoredWhileAlternatesGrowItPredictsLikeTheOriginal() {
    HoeffdingSettings settings = SETTINGS.withTie(0.3);
    int alternates = 0;
    for (int before = 5_800; before < 6_800; before += 100) {
      HoeffdingAdaptiveTree original = tree(settings);
      Samples samples = Samples.drifting(8, 3_000);
      MemoryPieces store = new MemoryPieces();
      for (int i = 0; i < before; i++) {
        samples.next();
        original.learn(samples.x, samples.label, 1);
        if (i % 250 == 0) {
          original.writeChanges(store);
        }
      }
      original.writeChanges(store);
      alternates += original.alternates();
      HoeffdingAdaptiveTree restored = tree(settings);
      restored.restore(store.source());
      assertThat(restored.alternates()).isEqualTo(original.alternates());
      assertThat(restored.shape()).isEqualTo(original.shape());
      sameFromHere(original, restored, samples, 10_000);
    }
    assertThat(alternates).isPositive();
  }

  @Test
  void whatWentIsNoLongerStored() {
    HoeffdingAdaptiveTree tree = tree(SETTINGS.withTie(0.4));
    Samples samples = Samples.drifting(9, 2_500);
    MemoryPieces store = new MemoryPieces();
    for (int i = 0; i < 60_000; i++) {
      samples.next();
      tree.learn(samples.x, samples.label, 1);
      if (i % 400 == 0) {
        tree.writeChanges(store);
        TreeShape shape = tree.shape();
        int nodes = shape.splits() + shape.activeLeaves() + shape.inactiveLeaves();
        assertThat(store.all().size()).isLessThanOrEqualTo(1 + 2 * nodes);
        HoeffdingAdaptiveTree restored = tree(SETTINGS.withTie(0.4));
        restored.restore(store.source());
        assertThat(restored.shape()).isEqualTo(shape);
      }
    }
  }

  @Test
  void memoryStaysNearItsBound() {
    HoeffdingAdaptiveTree tree = tree(SETTINGS.withMaxBytes(30_000).withTie(0.4));
    Samples samples = Samples.drifting(12, 2_000);
    for (int i = 0; i < 30_000; i++) {
      samples.next();
      tree.learn(samples.x, samples.label, 1);
      // Nodes and their detectors stay, statistics go.
      assertThat(tree.heapBytes()).isLessThan(40_000);
    }
    HoeffdingAdaptiveTree free = tree(SETTINGS.withTie(0.4));
    accuracy(free, Samples.drifting(12, 2_000), 30_000);
    assertThat(free.heapBytes()).isGreaterThan(45_000);
  }

  @Test
  void goldenTreesAreReadAndWrittenAsEver() throws IOException {
    HoeffdingAdaptiveTree tree = tree(SETTINGS);
    Samples samples = Samples.gappy(77);
    for (int i = 0; i < 1_500; i++) {
      samples.next();
      tree.learn(samples.x, samples.label, 1);
    }
    MemoryPieces written = new MemoryPieces();
    tree.writeChanges(written);
    MemoryPieces golden = MemoryPieces.golden("hoeffding-adaptive-tree-v1");
    assertThat(written.text()).isEqualTo(golden.text());
    HoeffdingAdaptiveTree restored = tree(SETTINGS);
    restored.restore(golden.source());
    sameFromHere(tree, restored, samples, 2_000);
  }

  @Test
  void aWatchedTreeIsNotReadAsAPlainOne() {
    HoeffdingAdaptiveTree tree = tree(SETTINGS);
    tree.learn(new double[Samples.ATTRIBUTES], 1, 1);
    MemoryPieces store = new MemoryPieces();
    tree.writeChanges(store);
    HoeffdingTree plain = new HoeffdingTree(SETTINGS, Samples.attributes(), 0, 42);
    assertThatThrownBy(() -> plain.restore(store.source()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("watched node");
  }

  @Test
  void aDeltaOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new HoeffdingAdaptiveTree(SETTINGS, 1.5, Samples.attributes(), 0, 0))
        .hasMessageContaining("delta is 1.5");
  }
}
