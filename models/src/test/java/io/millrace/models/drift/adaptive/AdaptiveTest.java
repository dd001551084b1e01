/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.piece.MemoryPieces;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdaptiveTest extends LearnerContract {
  private static final AdaptiveSettings STANDARD = AdaptiveSettings.standard();

  @Override
  protected Learner learner() {
    return adaptive(STANDARD);
  }

  private static Adaptive adaptive(AdaptiveSettings settings) {
    return new Adaptive(settings, Samples.attributes(), 0, 42);
  }

  @Test
  void restoredMixturesOfOtherSettingsGoOnLikeTheOriginal() {
    AdaptiveSettings[] all = {
      STANDARD.withTrees(STANDARD.trees().withRenewal(Renewal.ADWIN)),
      STANDARD.withTrees(STANDARD.trees().withRenewal(Renewal.NONE).withPoisson(0)),
      STANDARD.withTrees(STANDARD.trees().withTrained(2)),
      STANDARD.withRouter(STANDARD.router().withGating(Gating.FEATURES)),
      STANDARD.withRouter(STANDARD.router().withGating(Gating.LAST_LABEL)),
      STANDARD.withRouter(STANDARD.router().withMixing(Mixing.BEST)),
      STANDARD.withMemory(STANDARD.memory().withMaxBytes(1 << 12)),
      STANDARD.withTrees(STANDARD.trees().withCount(0)),
      STANDARD.withNetworks(STANDARD.networks().withRates(List.of())),
    };
    for (AdaptiveSettings settings : all) {
      Adaptive original = adaptive(settings);
      Samples samples = Samples.drifting(3, 2_500);
      MemoryPieces store = new MemoryPieces();
      for (int i = 0; i < 10_000; i++) {
        samples.next();
        original.learn(samples.x, samples.label, 1);
        if (i % 700 == 0) {
          original.writeChanges(store);
        }
      }
      original.writeChanges(store);
      Adaptive restored = adaptive(settings);
      restored.restore(store.source());
      assertThat(restored.renewals()).isEqualTo(original.renewals());
      sameFromHere(original, restored, samples, 3_000);
    }
  }

  @Test
  void manyCheckpointsLeaveThePiecesThatOneWouldWrite() {
    Adaptive often = adaptive(STANDARD);
    Adaptive once = adaptive(STANDARD);
    Samples samples = Samples.drifting(3, 2_000);
    MemoryPieces store = new MemoryPieces();
    for (int i = 0; i < 20_000; i++) {
      samples.next();
      often.learn(samples.x, samples.label, 1);
      once.learn(samples.x, samples.label, 1);
      if (i % 300 == 0) {
        often.writeChanges(store);
      }
    }
    assertThat(often.renewals()).as("trees that came and went").isGreaterThan(5);
    often.writeChanges(store);
    MemoryPieces whole = new MemoryPieces();
    once.writeChanges(whole);
    assertThat(store.text()).isEqualTo(whole.text());
  }

  @Test
  void aCheckpointWritesWhatChanged() {
    Adaptive mixture = adaptive(STANDARD);
    Samples samples = Samples.steady(3);
    MemoryPieces store = new MemoryPieces();
    for (int i = 0; i < 20_000; i++) {
      samples.next();
      mixture.learn(samples.x, samples.label, 1);
    }
    mixture.writeChanges(store);
    long whole = store.written();
    samples.next();
    mixture.learn(samples.x, samples.label, 1);
    mixture.writeChanges(store);
    assertThat(store.written()).isLessThan(whole / 2);
    Votes votes = new Votes();
    mixture.vote(samples.x, votes);
    mixture.writeChanges(store);
    assertThat(store.written()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Benchmark.class,
      names = {"LED_GRADUAL", "SEA_ABRUPT", "RBF_MODERATE", "RBF_FAST"})
  void isBetterThanEachKindOfExpertAlone(Benchmark benchmark) {
    double mixture = accuracy(STANDARD, benchmark);
    AdaptiveSettings noMemory = STANDARD.withMemory(STANDARD.memory().withPersistence(false));
    double trees =
        accuracy(noMemory.withNetworks(STANDARD.networks().withRates(List.of())), benchmark);
    double networks = accuracy(noMemory.withTrees(STANDARD.trees().withCount(0)), benchmark);
    assertThat(mixture).isGreaterThan(Math.max(trees, networks) - 0.002);
  }

  private static double accuracy(AdaptiveSettings settings, Benchmark benchmark) {
    try (InstanceStream stream = benchmark.open(7)) {
      Attributes attributes = stream.schema().learnerAttributes();
      Adaptive mixture = new Adaptive(settings, attributes, stream.schema().classes().size(), 1);
      Prequential prequential = new Prequential(mixture, attributes.count(), 0);
      Instance instance = stream.schema().newInstance();
      int right = 0;
      for (int i = 0; i < 20_000; i++) {
        stream.next(instance);
        right += prequential.accept(instance).winner() == instance.label ? 1 : 0;
      }
      return right / 20_000.0;
    }
  }

  @Test
  void recoversFromADriftSoonerThanWithoutRenewalAndFastNetworks() {
    AdaptiveSettings rigid =
        STANDARD
            .withTrees(STANDARD.trees().withRenewal(Renewal.NONE))
            .withNetworks(STANDARD.networks().withRates(List.of(1e-4)));
    assertThat(accuracy(adaptive(STANDARD), Samples.drifting(5, 3_000), 15_000))
        .isGreaterThan(accuracy(adaptive(rigid), Samples.drifting(5, 3_000), 15_000) + 0.02);
  }

  @Test
  void labelsThatPersistAreExpectedToPersist() {
    Adaptive mixture = adaptive(STANDARD);
    Random random = new Random(1);
    Votes votes = new Votes();
    double[] x = new double[Samples.ATTRIBUTES];
    int label = 0;
    int right = 0;
    for (int i = 0; i < 4_000; i++) {
      x[0] = random.nextGaussian();
      label = random.nextInt(20) == 0 ? random.nextInt(3) : label;
      mixture.vote(x, votes);
      right += i >= 2_000 && votes.winner() == label ? 1 : 0;
      mixture.learn(x, label, 1);
    }
    assertThat(right).isGreaterThan(1_900);
  }

  @Test
  void votesAreProbabilities() {
    Adaptive mixture = adaptive(STANDARD);
    Samples samples = Samples.gappy(3);
    Votes votes = new Votes();
    for (int i = 0; i < 3_000; i++) {
      samples.next();
      mixture.vote(samples.x, votes);
      assertThat(votes.sum()).isBetween(0.9999, 1.0001);
      assertThat(mixture.chosen()).isBetween(0, mixture.experts() - 1);
      assertThat(mixture.routingEntropy()).isBetween(0.0, Math.log(mixture.experts()) + 1e-9);
      mixture.learn(samples.x, samples.label, 1);
    }
  }

  @Test
  void seedsDecide() {
    Votes a = new Votes();
    Votes b = new Votes();
    Adaptive one = new Adaptive(STANDARD, Samples.attributes(), 3, 1);
    Adaptive other = new Adaptive(STANDARD, Samples.attributes(), 3, 2);
    Samples samples = Samples.steady(1);
    for (int i = 0; i < 100; i++) {
      samples.next();
      one.learn(samples.x, samples.label, 1);
      other.learn(samples.x, samples.label, 1);
    }
    one.vote(samples.x, a);
    other.vote(samples.x, b);
    assertThat(a.of(0)).isNotEqualTo(b.of(0));
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> STANDARD.trees().withSubspace(0))
        .hasMessageContaining("subspace is 0");
    assertThatThrownBy(() -> STANDARD.trees().withTrained(9)).hasMessageContaining("trained is 9");
    assertThatThrownBy(() -> STANDARD.memory().withMaxBytes(1)).hasMessageContaining("maxBytes");
    assertThatThrownBy(() -> STANDARD.networks().withFading(1)).hasMessageContaining("fading");
    assertThatThrownBy(() -> STANDARD.router().withRate(0)).hasMessageContaining("rate is 0");
    AdaptiveSettings quiet = STANDARD.withMemory(STANDARD.memory().withPersistence(false));
    AdaptiveSettings treeless = quiet.withTrees(quiet.trees().withCount(0));
    assertThatThrownBy(() -> treeless.withNetworks(treeless.networks().withRates(List.of())))
        .hasMessageContaining("experts");
  }

  @Test
  void stateOfOtherSettingsIsRefused() {
    MemoryPieces store = new MemoryPieces();
    adaptive(STANDARD).writeChanges(store);
    Adaptive other = adaptive(STANDARD.withTrees(STANDARD.trees().withCount(3)));
    assertThatThrownBy(() -> other.restore(store.source())).hasMessageContaining("8 trees");
  }
}
