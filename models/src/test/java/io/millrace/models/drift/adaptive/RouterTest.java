/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.learner.Votes;
import io.millrace.models.neural.Bag;
import io.millrace.models.piece.MemoryPieces;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Opinions opinions = new Opinions(3);
  private final Bag gate = new Bag();
  private final Random random = new Random(1);

  RouterTest() {
    gate.add(0, 1);
  }

  @Test
  void opinionsAreCentredLogOdds() {
    opinions.clear(2);
    opinions.take(0, new float[] {0.8f, 0.2f});
    Votes votes = new Votes();
    votes.clear(2);
    opinions.take(1, votes);
    votes.set(1, 30);
    opinions.take(2, votes);
    double half = Math.log(4) / 2;
    assertThat((double) opinions.odds(0, 0)).isCloseTo(half, within(1e-6));
    assertThat((double) opinions.odds(0, 1)).isCloseTo(-half, within(1e-6));
    assertThat(opinions.winner(0)).isZero();
    assertThat(opinions.odds(1, 0)).as("no vote").isZero();
    assertThat(opinions.winner(1)).isEqualTo(-1);
    assertThat(opinions.winner(2)).isEqualTo(1);
    assertThat(opinions.odds(2, 1)).isBetween(2.5f, 3f);
    opinions.clear(2);
    assertThat(opinions.odds(0, 0)).isZero();
  }

  @Test
  void evenWeightsGiveTheGeometricMean() {
    Router router = new Router(Mixing.EVEN, 1e-3, opinions);
    opinions.clear(2);
    opinions.take(0, new float[] {0.9f, 0.1f});
    opinions.take(1, new float[] {0.6f, 0.4f});
    opinions.take(2, new float[] {0.3f, 0.7f});
    double for0 = Math.cbrt(0.9 * 0.6 * 0.3);
    double for1 = Math.cbrt(0.1 * 0.4 * 0.7);
    assertThat((double) router.mix(gate, opinions)[0])
        .isCloseTo(for0 / (for0 + for1), within(1e-6));
    router.learn(gate, opinions, 1, 1);
    assertThat((double) router.mix(gate, opinions)[0])
        .isCloseTo(for0 / (for0 + for1), within(1e-6));
  }

  @Test
  void learnedWeightsTrustTheExpertThatIsRight() {
    Router router = new Router(Mixing.LEARNED, 1e-3, opinions);
    train(router, 20_000);
    assertThat(router.weight(1)).isGreaterThan(0.7f);
    assertThat(Math.abs(router.weight(0))).isLessThan(0.15f);
    assertThat(router.weight(2)).as("the liar").isLessThan(-0.05f);
    assertThat(router.entropy()).isBetween(0.0, Math.log(3));
  }

  @Test
  void bestFollowsTheExpertThatIsRightMostOften() {
    Router router = new Router(Mixing.BEST, 1e-2, opinions);
    train(router, 5_000);
    int label = present();
    float[] mixed = router.mix(gate, opinions);
    assertThat(router.weight(1)).isBetween(0.8f, 1f);
    double odds = Math.exp(2 * opinions.odds(1, label));
    assertThat((double) mixed[label]).isCloseTo(odds / (1 + odds), within(1e-4));
  }

  @Test
  void aGateGivesEveryContextItsWeights() {
    Router router = new Router(Mixing.LEARNED, 2e-3, opinions);
    for (int i = 0; i < 40_000; i++) {
      int label = random.nextInt(2);
      int context = random.nextInt(2);
      opinions.clear(2);
      opinions.take(0, sure(context == 0 ? label : random.nextInt(2)));
      opinions.take(1, sure(context == 1 ? label : random.nextInt(2)));
      gate.clear();
      gate.add(context, 1);
      router.mix(gate, opinions);
      router.learn(gate, opinions, label, 1);
    }
    opinions.clear(2);
    opinions.take(0, sure(0));
    opinions.take(1, sure(1));
    gate.clear();
    gate.add(0, 1);
    assertThat(router.mix(gate, opinions)[0]).isGreaterThan(0.8f);
    gate.clear();
    gate.add(1, 1);
    assertThat(router.mix(gate, opinions)[1]).isGreaterThan(0.8f);
  }

  @Test
  void restoredRouterWeighsAndLearnsLikeTheOriginal() {
    Router original = new Router(Mixing.LEARNED, 1e-3, opinions);
    train(original, 1_000);
    MemoryPieces store = new MemoryPieces();
    original.writeChanges(store);
    Router restored = new Router(Mixing.LEARNED, 1e-3, opinions);
    restored.restore(store.source());
    for (int i = 0; i < 100; i++) {
      int label = present();
      assertThat(restored.mix(gate, opinions)).isEqualTo(original.mix(gate, opinions));
      original.learn(gate, opinions, label, 1);
      restored.learn(gate, opinions, label, 1);
    }
    original.writeChanges(store);
    store.puts();
    original.writeChanges(store);
    assertThat(store.puts()).isZero();
  }

  private void train(Router router, int instances) {
    for (int i = 0; i < instances; i++) {
      int label = present();
      router.mix(gate, opinions);
      router.learn(gate, opinions, label, 1);
    }
  }

  /** Expert 0 guesses, expert 1 knows nine times of ten, expert 2 lies slightly more often. */
  private int present() {
    int label = random.nextInt(2);
    opinions.clear(2);
    opinions.take(0, sure(random.nextInt(2)));
    opinions.take(1, sure(random.nextInt(10) == 0 ? 1 - label : label));
    opinions.take(2, sure(random.nextInt(10) < 6 ? 1 - label : label));
    return label;
  }

  private static float[] sure(int label) {
    return label == 0 ? new float[] {0.9f, 0.1f} : new float[] {0.1f, 0.9f};
  }
}
