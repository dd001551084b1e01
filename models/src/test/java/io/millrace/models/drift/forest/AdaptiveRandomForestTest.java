/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import io.millrace.models.piece.MemoryPieces;
import io.millrace.models.piece.PieceSource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AdaptiveRandomForestTest extends LearnerContract {
  private static final ForestSettings SETTINGS = ForestSettings.standard(5);

  @Override
  protected Learner learner() {
    return forest(SETTINGS);
  }

  @Override
  protected int before() {
    return 7_000;
  }

  private static AdaptiveRandomForest forest(ForestSettings settings) {
    return new AdaptiveRandomForest(settings, Samples.attributes(), 0, 42);
  }

  @Test
  void recoversFromDrifts() {
    HoeffdingTree tree = new HoeffdingTree(HoeffdingSettings.expert(), Samples.attributes(), 0, 42);
    double plain = accuracy(tree, Samples.drifting(5, 5_000), 30_000);
    assertThat(accuracy(forest(SETTINGS), Samples.drifting(5, 5_000), 30_000))
        .isGreaterThan(0.85)
        .isGreaterThan(plain + 0.1);
    assertThat(
            accuracy(
                forest(SETTINGS.withShare(ForestSettings.ROOT)),
                Samples.drifting(5, 5_000),
                30_000))
        .isGreaterThan(0.85);
  }

  @Test
  void moreTreesDoNoHarm() {
    double one = accuracy(forest(ForestSettings.standard(1)), Samples.steady(6), 10_000);
    double ten = accuracy(forest(ForestSettings.standard(10)), Samples.steady(6), 10_000);
    assertThat(ten).isGreaterThan(one);
  }

  @Test
  void restoredWhileTreesGrowInTheBackgroundItPredictsLikeTheOriginal() {
    ForestSettings cautious = SETTINGS.withDetection(0.3, 1e-100);
    int background = 0;
    for (int before = 2_600; before < 4_600; before += 500) {
      AdaptiveRandomForest original = forest(cautious);
      Samples samples = Samples.drifting(8, 2_500);
      MemoryPieces store = new MemoryPieces();
      for (int i = 0; i < before; i++) {
        samples.next();
        original.learn(samples.x, samples.label, 1);
        if (i % 100 == 0) {
          original.writeChanges(store);
        }
      }
      original.writeChanges(store);
      background += original.background();
      AdaptiveRandomForest restored = forest(cautious);
      restored.restore(store.source());
      assertThat(restored.background()).isEqualTo(original.background());
      sameFromHere(original, restored, samples, 3_000);
    }
    assertThat(background).isPositive();
  }

  @Test
  void treesThatWentAreNoLongerStored() {
    AdaptiveRandomForest forest = forest(SETTINGS);
    Samples samples = Samples.drifting(9, 2_000);
    MemoryPieces store = new MemoryPieces();
    for (int i = 0; i < 20_000; i++) {
      samples.next();
      forest.learn(samples.x, samples.label, 1);
      if (i % 500 == 0) {
        forest.writeChanges(store);
        long trees =
            store.all().keySet().stream()
                .filter(id -> id != 0)
                .map(id -> id >>> 40)
                .distinct()
                .count();
        assertThat(trees).isEqualTo(5 + forest.background());
        // A tree that finds a piece too many does not restore.
        forest(SETTINGS).restore(store.source());
      }
    }
  }

  @Test
  void aRestoredForestForgetsWhatItWas() {
    AdaptiveRandomForest forest = forest(SETTINGS);
    Samples samples = Samples.drifting(9, 1_500);
    MemoryPieces early = new MemoryPieces();
    for (int i = 0; i < 6_000; i++) {
      samples.next();
      forest.learn(samples.x, samples.label, 1);
      if (i == 1_000) {
        forest.writeChanges(early);
      }
    }
    forest.restore(early.source());
    AdaptiveRandomForest other = forest(SETTINGS);
    other.restore(early.source());
    sameFromHere(other, forest, samples, 3_000);
  }

  @Test
  void goldenForestsAreReadAndWrittenAsEver() throws IOException {
    ForestSettings two = ForestSettings.standard(2);
    AdaptiveRandomForest forest = forest(two);
    Samples samples = Samples.gappy(77);
    for (int i = 0; i < 300; i++) {
      samples.next();
      forest.learn(samples.x, samples.label, 1);
    }
    MemoryPieces written = new MemoryPieces();
    forest.writeChanges(written);
    MemoryPieces golden = MemoryPieces.golden("adaptive-random-forest-v1");
    assertThat(written.text()).isEqualTo(golden.text());
    AdaptiveRandomForest restored = forest(two);
    restored.restore(golden.source());
    sameFromHere(forest, restored, samples, 2_000);
  }

  @Test
  void anotherForestIsRefused() {
    MemoryPieces store = new MemoryPieces();
    forest(SETTINGS).writeChanges(store);
    PieceSource source = store.source();
    assertThatThrownBy(() -> forest(ForestSettings.standard(6)).restore(source))
        .hasMessageContaining("written with 5 trees, this one has 6");
  }

  @Test
  void subspacesAreSharesOrRoots() {
    assertThat(SETTINGS.subspace(10)).isEqualTo(6);
    assertThat(SETTINGS.subspace(1)).isEqualTo(1);
    assertThat(SETTINGS.withShare(0.01).subspace(10)).isEqualTo(1);
    assertThat(SETTINGS.withShare(ForestSettings.ROOT).subspace(54)).isEqualTo(8);
    assertThat(SETTINGS.withShare(ForestSettings.ROOT).subspace(1)).isEqualTo(1);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> ForestSettings.standard(0)).hasMessageContaining("trees is 0.0");
    assertThatThrownBy(() -> SETTINGS.withShare(2)).hasMessageContaining("share is 2.0");
    assertThatThrownBy(() -> SETTINGS.withLambda(-1)).hasMessageContaining("lambda is -1.0");
    assertThatThrownBy(() -> SETTINGS.withDetection(2, 0.1)).hasMessageContaining("warning is 2.0");
    assertThatThrownBy(() -> SETTINGS.withDetection(0.1, 2)).hasMessageContaining("drift is 2.0");
  }
}
