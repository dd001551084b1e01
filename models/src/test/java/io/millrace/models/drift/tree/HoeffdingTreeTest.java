/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.MemoryPieces;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HoeffdingTreeTest extends LearnerContract {
  private static final HoeffdingSettings EXPERT = HoeffdingSettings.expert().withConfidence(0.01);

  @Override
  protected Learner learner() {
    return tree(EXPERT);
  }

  private static HoeffdingTree tree(HoeffdingSettings settings) {
    return new HoeffdingTree(settings, Samples.attributes(), 0, 42);
  }

  @Test
  void leavesOfAllKindsLearnTheStream() {
    for (LeafPrediction prediction : LeafPrediction.values()) {
      for (SplitCriterion criterion : SplitCriterion.values()) {
        for (boolean binary : new boolean[] {false, true}) {
          HoeffdingTree tree =
              tree(EXPERT.withPrediction(prediction).withCriterion(criterion).withBinary(binary));
          double accuracy = accuracy(tree, Samples.steady(7), 20_000);
          assertThat(accuracy).as("%s %s %s", prediction, criterion, binary).isGreaterThan(0.78);
          assertThat(tree.shape().splits()).isPositive();
        }
      }
    }
  }

  @Test
  void adaptiveLeavesAreAboutAsGoodAsTheBetterOfTheTwo() {
    double majority =
        accuracy(tree(EXPERT.withPrediction(LeafPrediction.MAJORITY)), Samples.gappy(8), 20_000);
    double bayes =
        accuracy(tree(EXPERT.withPrediction(LeafPrediction.NAIVE_BAYES)), Samples.gappy(8), 20_000);
    double adaptive = accuracy(tree(EXPERT), Samples.gappy(8), 20_000);
    assertThat(adaptive).isGreaterThan(Math.max(majority, bayes) - 0.01);
  }

  @Test
  void restoredTreesOfEverySettingPredictLikeTheOriginal() {
    HoeffdingSettings[] all = {
      EXPERT.withBinary(true).withCriterion(SplitCriterion.GINI),
      EXPERT.withPrediction(LeafPrediction.MAJORITY),
      EXPERT.withSubspace(3),
      EXPERT.withMaxBytes(6_000),
      EXPERT.withPrePruning(true).withTie(0.5)
    };
    for (HoeffdingSettings settings : all) {
      HoeffdingTree original = tree(settings);
      Samples samples = Samples.gappy(17);
      MemoryPieces store = new MemoryPieces();
      for (int i = 0; i < 20_000; i++) {
        samples.next();
        original.learn(samples.x, samples.label, 1);
        if (i % 1_000 == 0) {
          original.writeChanges(store);
        }
      }
      original.writeChanges(store);
      HoeffdingTree restored = tree(settings);
      restored.restore(store.source());
      assertThat(restored.shape()).isEqualTo(original.shape());
      sameFromHere(original, restored, samples, 10_000);
    }
  }

  @Test
  void aNumericTestSplitsWhereTheClassesMeet() {
    HoeffdingTree tree = new HoeffdingTree(EXPERT, Attributes.numeric(2), 2, 0);
    Random random = new Random(1);
    double[] x = new double[2];
    for (int i = 0; i < 5_000; i++) {
      x[0] = random.nextDouble();
      x[1] = random.nextDouble() * 11;
      tree.learn(x, x[1] > 5 ? 1 : 0, 1);
    }
    Votes votes = new Votes();
    for (double value = 0.2; value < 11; value += 0.4) {
      if (Math.abs(value - 5) > 0.5) {
        tree.vote(new double[] {0.5, value}, votes);
        assertThat(votes.winner()).as("%s", value).isEqualTo(value > 5 ? 1 : 0);
      }
    }
    assertThat(tree.shape().splits()).isBetween(1, 8);
  }

  @Test
  void aCodeNeverSeenAtASplitGetsABranchOnceItIsLearnt() {
    HoeffdingTree tree = new HoeffdingTree(EXPERT, nominal(1), 2, 0);
    for (int i = 0; i < 2_000; i++) {
      tree.learn(new double[] {i % 3}, i % 3 == 2 ? 1 : 0, 1);
    }
    assertThat(tree.shape()).isEqualTo(new TreeShape(1, 3, 0, 1));
    Votes votes = new Votes();
    tree.vote(new double[] {17}, votes);
    assertThat(votes.winner()).as("as all instances at the split").isZero();
    assertThat(votes.of(0)).isGreaterThan(votes.of(1)).isPositive();
    tree.learn(new double[] {17}, 1, 1);
    tree.vote(new double[] {17}, votes);
    assertThat(votes.winner()).isOne();
    assertThat(tree.shape()).isEqualTo(new TreeShape(1, 4, 0, 1));
  }

  @Test
  void instancesWithoutTheAttributeTakeTheHeaviestBranch() {
    HoeffdingTree tree = new HoeffdingTree(EXPERT, Attributes.numeric(1), 2, 0);
    Random random = new Random(4);
    for (int i = 0; i < 3_000; i++) {
      double v = random.nextDouble();
      tree.learn(new double[] {v}, v > 0.7 ? 1 : 0, 1);
    }
    assertThat(tree.shape().splits()).isPositive();
    Votes votes = new Votes();
    tree.vote(new double[] {Double.NaN}, votes);
    assertThat(votes.winner()).isZero();
    assertThat(votes.sum()).isPositive();
  }

  @Test
  void weightsCountLikeRepetitions() {
    // Whole numbers in nominal attributes only: all sums are exact.
    HoeffdingTree once = new HoeffdingTree(EXPERT, nominal(4), 2, 0);
    HoeffdingTree repeated = new HoeffdingTree(EXPERT, nominal(4), 2, 0);
    Random random = new Random(6);
    Votes a = new Votes();
    Votes b = new Votes();
    double[] x = new double[4];
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 4; j++) {
        x[j] = random.nextInt(3);
      }
      int label = x[0] == 0 ? 0 : 1;
      once.learn(x, label, 1);
      repeated.learn(x, label, 1);
      once.vote(x, a);
      repeated.vote(x, b);
      assertThat(b.of(0)).isEqualTo(a.of(0));
      assertThat(b.of(1)).isEqualTo(a.of(1));
    }
    HoeffdingTree heavy = new HoeffdingTree(EXPERT.withGrace(1e6), Attributes.numeric(3), 2, 0);
    HoeffdingTree light = new HoeffdingTree(EXPERT.withGrace(1e6), Attributes.numeric(3), 2, 0);
    double[] y = new double[3];
    for (int i = 0; i < 500; i++) {
      for (int j = 0; j < 3; j++) {
        y[j] = random.nextGaussian() + j * (i % 2);
      }
      int weight = 1 + random.nextInt(4);
      heavy.learn(y, i % 2, weight);
      for (int k = 0; k < weight; k++) {
        light.learn(y, i % 2, 1);
      }
    }
    heavy.vote(y, a);
    light.vote(y, b);
    a.normalise();
    b.normalise();
    assertThat(a.of(1)).isCloseTo(b.of(1), org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void memoryStaysWithinItsBound() {
    HoeffdingTree free = tree(EXPERT);
    HoeffdingTree bounded = tree(EXPERT.withMaxBytes(12_000));
    Samples a = Samples.drifting(12, 2_000);
    Samples b = Samples.drifting(12, 2_000);
    accuracy(free, a, 60_000);
    Votes votes = new Votes();
    int right = 0;
    for (int i = 0; i < 60_000; i++) {
      b.next();
      bounded.vote(b.x, votes);
      right += votes.winner() == b.label ? 1 : 0;
      bounded.learn(b.x, b.label, 1);
      assertThat(bounded.heapBytes()).isLessThanOrEqualTo(12_000);
    }
    assertThat(free.heapBytes()).isGreaterThan(18_000);
    assertThat(bounded.shape().inactiveLeaves()).isPositive();
    assertThat(right).isGreaterThan(24_000);
  }

  @Test
  void votingAndLearningAllocateNothing() {
    HoeffdingTree tree = tree(EXPERT.withGrace(30_000));
    Samples samples = Samples.steady(1);
    accuracy(tree, samples, 40_000);
    assertThat(tree.shape().splits()).isPositive();
    Votes votes = new Votes();
    double[][] x = new double[1_000][];
    int[] labels = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      samples.next();
      x[i] = samples.x.clone();
      labels[i] = samples.label;
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      tree.vote(x[i % x.length], votes);
      tree.learn(x[i % x.length], labels[i % x.length], 1);
      tree.learn(x[(i + 1) % x.length], labels[(i + 1) % x.length], 1);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void aSmallTreeIsOnePiece() {
    HoeffdingTree tree = tree(EXPERT);
    Samples samples = Samples.steady(1);
    MemoryPieces store = new MemoryPieces();
    for (int i = 0; i < 300; i++) {
      samples.next();
      tree.learn(samples.x, samples.label, 1);
      tree.writeChanges(store);
      assertThat(store.all()).containsOnlyKeys(0L);
    }
  }

  @Test
  void aLargeTreeWritesOnlyWhatChanged() {
    HoeffdingTree tree = tree(EXPERT);
    Samples samples = Samples.drifting(3, 5_000);
    MemoryPieces store = new MemoryPieces();
    for (int i = 0; i < 60_000; i++) {
      samples.next();
      tree.learn(samples.x, samples.label, 1);
    }
    tree.writeChanges(store);
    store.written();
    store.puts();
    assertThat(store.all().size()).isGreaterThan(10);
    samples.next();
    tree.learn(samples.x, samples.label, 1);
    tree.writeChanges(store);
    assertThat(store.puts()).isLessThanOrEqualTo(3);
    assertThat(store.written()).isLessThan(store.bytes() / 4);
    tree.writeChanges(store);
    assertThat(store.puts()).isZero();
  }

  @Test
  void goldenTreesAreReadAndWrittenAsEver() throws IOException {
    golden("hoeffding-tree-inline-v1", EXPERT, 200);
    golden("hoeffding-tree-paged-v1", EXPERT.withTie(0.3), 2_500);
  }

  private static void golden(String name, HoeffdingSettings settings, int instances)
      throws IOException {
    HoeffdingTree tree = tree(settings);
    Samples samples = Samples.gappy(77);
    for (int i = 0; i < instances; i++) {
      samples.next();
      tree.learn(samples.x, samples.label, 1);
    }
    MemoryPieces written = new MemoryPieces();
    tree.writeChanges(written);
    MemoryPieces golden = MemoryPieces.golden(name);
    assertThat(written.text()).isEqualTo(golden.text());
    HoeffdingTree restored = tree(settings);
    restored.restore(golden.source());
    sameFromHere(tree, restored, samples, 2_000);
  }

  @Test
  void anotherTreeIsRefused() {
    HoeffdingTree tree = tree(EXPERT);
    MemoryPieces store = new MemoryPieces();
    tree.writeChanges(store);
    assertThatThrownBy(
            () -> new HoeffdingTree(EXPERT, Attributes.numeric(8), 0, 1).restore(store.source()))
        .hasMessageContaining("written for 7 attributes, this one has 8");
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> EXPERT.withGrace(0)).hasMessageContaining("grace is 0.0");
    assertThatThrownBy(() -> EXPERT.withConfidence(1)).hasMessageContaining("confidence is 1.0");
    assertThatThrownBy(() -> EXPERT.withTie(-1)).hasMessageContaining("tie is -1.0");
    assertThatThrownBy(() -> EXPERT.withMaxBytes(3)).hasMessageContaining("maxBytes is 3.0");
    assertThatThrownBy(() -> EXPERT.withSubspace(-2)).hasMessageContaining("subspace is -2.0");
  }

  private static Attributes nominal(int count) {
    BitSet all = new BitSet();
    all.set(0, count);
    return Attributes.of(count, all);
  }
}
