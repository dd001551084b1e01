/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Chance;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.neural.Losses;
import io.millrace.models.neural.Mlp;
import io.millrace.models.neural.MlpShape;
import io.millrace.models.neural.Pass;
import io.millrace.models.piece.MemoryPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoeDataTest {
  private static final int ATTRIBUTES = 5;
  private static final MoeSettings SETTINGS =
      MoeSettings.published(3).withExperts(6, 2).withBatch(32);

  private final List<Counting> made = new ArrayList<>();

  @Test
  void everyStepIsThePublishedOne() {
    MoeData moe = moe(11);
    Oracle oracle = new Oracle(11);
    Votes votes = new Votes();
    Random random = new Random(1);
    int[] chosen = new int[6];
    for (int t = 0; t < 1000; t++) {
      double[] x = x(random);
      int label = label(x, t);
      moe.vote(x, votes);
      int predicted = oracle.predictThenLearn(x, label);
      assertThat(votes.winner()).as("prediction %d", t).isEqualTo(predicted);
      assertThat(moe.chosen()).isEqualTo(oracle.chosen);
      chosen[moe.chosen()]++;
      moe.learn(x, label, 1);
    }
    assertThat(java.util.Arrays.stream(chosen).filter(times -> times > 0).count())
        .as("experts chosen")
        .isGreaterThan(1);
    for (int e = 0; e < 6; e++) {
      assertThat(made.get(e).counts).isDeepEqualTo(oracle.experts.get(e).counts);
    }
  }

  @Test
  void votingBetweenLearningChangesNothing() {
    MoeData quiet = moe(3);
    MoeData asked = moe(3);
    Random random = new Random(1);
    Votes votes = new Votes();
    for (int t = 0; t < 300; t++) {
      double[] x = x(random);
      asked.vote(x(random), votes);
      asked.vote(x, votes);
      asked.learn(x, label(x, t), 1);
      quiet.learn(x, label(x, t), 1);
    }
    assertThat(stored(asked).all()).usingRecursiveComparison().isEqualTo(stored(quiet).all());
  }

  @Test
  void restoredMixtureGoesOnLikeTheOriginal() {
    MoeData original = moe(7);
    Random random = new Random(2);
    MemoryPieces store = new MemoryPieces();
    Votes expected = new Votes();
    Votes actual = new Votes();
    for (int t = 0; t < 333; t++) {
      double[] x = x(random);
      original.learn(x, label(x, t), 1);
      if (t % 10 == 0) {
        original.writeChanges(store);
      }
    }
    original.writeChanges(store);
    MoeData restored = moe(7);
    restored.restore(store.source());
    for (int t = 333; t < 1333; t++) {
      double[] x = x(random);
      original.vote(x, expected);
      restored.vote(x, actual);
      for (int c = 0; c < 3; c++) {
        assertThat(actual.of(c)).isEqualTo(expected.of(c));
      }
      original.learn(x, label(x, t), 1);
      restored.learn(x, label(x, t), 1);
    }
    assertThat(stored(restored).all()).usingRecursiveComparison().isEqualTo(stored(original).all());
  }

  @Test
  void checkpointWithinABatchLeavesTheRouterOut() {
    MoeData moe = moe(7);
    Random random = new Random(2);
    MemoryPieces first = stored(moe);
    moe.learn(x(random), 1, 1);
    MemoryPieces second = stored(moe);
    assertThat(first.bytes()).isGreaterThan(100_000);
    assertThat(second.bytes()).isLessThan(1_000);
  }

  @Test
  void untrainedExpertsVoteForAllClassesAlike() {
    MoeData moe = moe(1);
    Votes votes = new Votes();
    moe.vote(new double[ATTRIBUTES], votes);
    assertThat(votes.classes()).isEqualTo(3);
    assertThat(votes.of(2)).isEqualTo(1.0 / 3);
    assertThat(moe.routingEntropy()).isBetween(1.0, Math.log(6) + 1e-6);
  }

  @Test
  void newClassesAndMissingValuesAreWelcome() {
    MoeData moe = moe(1);
    Votes votes = new Votes();
    double[] x = {Double.NaN, Double.POSITIVE_INFINITY, 1e300, 0, 0};
    for (int t = 0; t < 100; t++) {
      moe.learn(x, 3, 1);
    }
    moe.vote(x, votes);
    assertThat(votes.classes()).isEqualTo(4);
    assertThat(votes.winner()).isEqualTo(3);
    assertThatThrownBy(() -> moe.learn(x, -1, 1)).hasMessageContaining("label -1");
    assertThatThrownBy(() -> moe.vote(new double[4], votes)).hasMessageContaining("4 values");
  }

  @Test
  void stateOfOtherSettingsIsRefused() {
    MemoryPieces store = stored(moe(1));
    MoeData other =
        new MoeData(SETTINGS.withBatch(16), Attributes.numeric(ATTRIBUTES), this::expert, 1);
    assertThatThrownBy(() -> other.restore(store.source())).hasMessageContaining("batches of 32");
    store.all().remove(0L);
    assertThatThrownBy(() -> moe(1).restore(store.source())).hasMessageContaining("head");
    assertThatThrownBy(() -> MoeSettings.published(3).withExperts(3, 4))
        .hasMessageContaining("trained is 4");
  }

  private MoeData moe(long seed) {
    made.clear();
    return new MoeData(SETTINGS, Attributes.numeric(ATTRIBUTES), this::expert, seed);
  }

  private Counting expert(int classes, long seed) {
    Counting expert = new Counting(seed, ATTRIBUTES);
    made.add(expert);
    return expert;
  }

  private static MemoryPieces stored(MoeData moe) {
    MemoryPieces store = new MemoryPieces();
    moe.writeChanges(store);
    return store;
  }

  static double[] x(Random random) {
    double[] x = new double[ATTRIBUTES];
    for (int i = 0; i < ATTRIBUTES; i++) {
      x[i] = random.nextDouble();
    }
    return x;
  }

  /** Drifts after 400 instances. */
  static int label(double[] x, int t) {
    return t % 800 < 400 ? (int) (3 * x[0]) : (int) (3 * x[1]);
  }

  /**
   * The steps as the notes on the paper list them, one after the other, each router batch whole.
   */
  private static final class Oracle {
    final List<Counting> experts = new ArrayList<>();
    final Mlp router;
    final List<double[]> rows = new ArrayList<>();
    final List<float[]> targets = new ArrayList<>();
    int chosen;

    Oracle(long seed) {
      for (int e = 0; e < 6; e++) {
        experts.add(new Counting(Chance.seed(seed, e), ATTRIBUTES));
      }
      router =
          new Mlp(
              new MlpShape(ATTRIBUTES, List.of(256, 128), 6, 0.2),
              SETTINGS.adam(),
              Chance.seed(seed, -1));
    }

    int predictThenLearn(double[] x, int label) {
      Pass pass = router.pass(1);
      for (int i = 0; i < ATTRIBUTES; i++) {
        pass.inputs()[i] = (float) x[i];
      }
      router.forward(pass, 1);
      double[] w = new double[6];
      for (int e = 0; e < 6; e++) {
        w[e] = Math.exp(pass.logits()[e] / 0.8);
      }
      float[] mask = new float[6];
      int predicted = -1;
      int bestForLabel = 0;
      boolean any = false;
      chosen = best(w);
      double[][] all = new double[6][];
      for (int e = 0; e < 6; e++) {
        Votes votes = new Votes();
        experts.get(e).vote(x, votes);
        double[] v = new double[3];
        for (int c = 0; c < 3; c++) {
          v[c] = votes.sum() == 0 ? 1.0 / 3 : votes.of(c);
        }
        all[e] = v;
        if (best(v) == label) {
          mask[e] = 1;
          any = true;
        }
        if (v[label] > all[bestForLabel][label]) {
          bestForLabel = e;
        }
        if (e == chosen) {
          predicted = best(v);
        }
      }
      if (!any) {
        mask[bestForLabel] = 1;
      }
      rows.add(x);
      targets.add(mask);
      if (rows.size() == 32) {
        step();
      }
      for (int k = 0; k < 2; k++) {
        int expert = best(w);
        experts.get(expert).learn(x, label, 1);
        w[expert] = -1;
      }
      return predicted;
    }

    private void step() {
      Pass pass = router.pass(32);
      float[] flat = new float[32 * 6];
      for (int row = 0; row < 32; row++) {
        for (int i = 0; i < ATTRIBUTES; i++) {
          pass.inputs()[row * ATTRIBUTES + i] = (float) rows.get(row)[i];
        }
        System.arraycopy(targets.get(row), 0, flat, row * 6, 6);
      }
      router.forward(pass, 32);
      Losses.binary(pass, 32, flat);
      router.backward(pass, 32);
      router.step();
      rows.clear();
      targets.clear();
    }

    private static int best(double[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }
  }
}
