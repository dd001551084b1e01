/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.MemoryPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoeTaskTest {
  private final List<Counting> made = new ArrayList<>();

  @Test
  void routerLearnsTheClasses() {
    MoeTask moe = moe(3);
    Random random = new Random(5);
    Votes votes = new Votes();
    int right = 0;
    for (int t = 0; t < 3000; t++) {
      double[] x = MoeDataTest.x(random);
      moe.vote(x, votes);
      assertThat(moe.chosen()).isEqualTo(votes.winner());
      if (t >= 2000 && votes.winner() == (int) (3 * x[0])) {
        right++;
      }
      moe.learn(x, (int) (3 * x[0]), 1);
    }
    assertThat(right).isGreaterThan(850);
  }

  @Test
  void everyExpertLearnsItsClassAgainstTheRest() {
    MoeTask moe = moe(3);
    Random random = new Random(5);
    int[] labels = new int[3];
    for (int t = 0; t < 90; t++) {
      double[] x = MoeDataTest.x(random);
      labels[(int) (3 * x[0])]++;
      moe.learn(x, (int) (3 * x[0]), 1);
    }
    for (int c = 0; c < 3; c++) {
      Counting expert = made.get(c);
      assertThat(expert.learned).isEqualTo(90);
      assertThat(expert.counts[0][1] + expert.counts[1][1]).isEqualTo(labels[c]);
    }
  }

  @Test
  void dropoutStaysOnButVotesDoNotChangeWithoutLearning() {
    MoeTask moe = moe(3);
    double[] x = {0.1, 0.2, 0.3, 0.4, 0.5};
    Votes before = new Votes();
    Votes after = new Votes();
    moe.vote(x, before);
    moe.vote(new double[5], after);
    moe.vote(x, after);
    assertThat(after.of(0)).isEqualTo(before.of(0));

    // A hundred instances of which nothing can be learned move the mask, not only the weights.
    MoeTask other = moe(4);
    other.vote(x, after);
    assertThat(after.of(0)).isNotEqualTo(before.of(0));
  }

  @Test
  void newClassesGrowTheRouter() {
    MoeTask moe = moe(3);
    Random random = new Random(5);
    Votes votes = new Votes();
    int right = 0;
    for (int t = 0; t < 3000; t++) {
      double[] x = MoeDataTest.x(random);
      int label = t < 500 ? (int) (3 * x[0]) : (int) (6 * x[0]);
      moe.vote(x, votes);
      right += t >= 2000 && votes.winner() == label ? 1 : 0;
      moe.learn(x, label, 1);
    }
    assertThat(moe.experts()).isEqualTo(6);
    assertThat(right).isGreaterThan(700);
  }

  @Test
  void restoredMixtureGoesOnLikeTheOriginal() {
    MoeTask original = moe(7);
    Random random = new Random(2);
    for (int t = 0; t < 200; t++) {
      double[] x = MoeDataTest.x(random);
      original.learn(x, (int) (4 * x[0]), 1);
    }
    MemoryPieces store = new MemoryPieces();
    original.writeChanges(store);
    MoeTask restored = moe(7);
    restored.restore(store.source());
    Votes expected = new Votes();
    Votes actual = new Votes();
    for (int t = 0; t < 500; t++) {
      double[] x = MoeDataTest.x(random);
      original.vote(x, expected);
      restored.vote(x, actual);
      assertThat(actual.classes()).isEqualTo(4);
      for (int c = 0; c < 4; c++) {
        assertThat(actual.of(c)).isEqualTo(expected.of(c));
      }
      original.learn(x, (int) (4 * x[0]), 1);
      restored.learn(x, (int) (4 * x[0]), 1);
    }
    store.all().remove(0L);
    assertThatThrownBy(() -> moe(7).restore(store.source()))
        .hasMessageContaining("piece 0 is missing");
  }

  private MoeTask moe(long seed) {
    made.clear();
    return new MoeTask(
        MoeSettings.published(3),
        Attributes.numeric(5),
        (classes, expertSeed) -> {
          Counting expert = new Counting(expertSeed, 5);
          made.add(expert);
          return expert;
        },
        seed);
  }
}
