/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.piece.MemoryPieces;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The promises of {@link Learner}, to be kept by each of them. */
public abstract class LearnerContract {
  private static final int NEXT = 10_000;

  /** A fresh learner over {@link Samples#attributes}, always the same. */
  protected abstract Learner learner();

  /** Instances before a state is written. */
  protected int before() {
    return 15_000;
  }

  @Test
  void restoredLearnerAgreesWithTheOriginal() {
    agreeAfterRestore(Samples.steady(1));
    agreeAfterRestore(Samples.gappy(2));
    agreeAfterRestore(Samples.drifting(3, 4_000));
  }

  private void agreeAfterRestore(Samples samples) {
    Learner original = learner();
    MemoryPieces store = new MemoryPieces();
    Random when = new Random(5);
    for (int i = 0; i < before(); i++) {
      samples.next();
      original.learn(samples.x, samples.label, 1 + i % 3);
      if (when.nextInt(1_000) == 0) {
        original.writeChanges(store);
      }
    }
    original.writeChanges(store);
    Learner restored = learner();
    restored.restore(store.source());
    assertThat(restored.heapBytes()).isEqualTo(original.heapBytes());
    sameFromHere(original, restored, samples, NEXT);

    MemoryPieces one = new MemoryPieces();
    restored.restore(store.source());
    restored.writeChanges(one);
    assertThat(one.all()).as("nothing has changed since").isEmpty();
  }

  @Test
  void writingChangesDoesNotChangeWhatIsLearnt() {
    Samples samples = Samples.drifting(11, 3_000);
    Learner written = learner();
    Learner left = learner();
    MemoryPieces store = new MemoryPieces();
    Votes a = new Votes();
    Votes b = new Votes();
    for (int i = 0; i < NEXT; i++) {
      samples.next();
      if (i % 7 == 0) {
        written.vote(samples.x, a);
        left.vote(samples.x, b);
        same(a, b, i);
      }
      written.learn(samples.x, samples.label, 1);
      left.learn(samples.x, samples.label, 1);
      if (i % 501 == 0) {
        written.writeChanges(store);
      }
    }
    written.writeChanges(store);
    Learner restored = learner();
    restored.restore(store.source());
    sameFromHere(left, restored, samples, 1_000);
  }

  @Test
  void votesAreForgotten() {
    Samples samples = Samples.gappy(21);
    Learner asked = learner();
    Learner unasked = learner();
    Votes votes = new Votes();
    double[] other = new double[Samples.ATTRIBUTES];
    for (int i = 0; i < 4_000; i++) {
      samples.next();
      asked.vote(samples.x, votes);
      if (i % 3 == 0) {
        asked.vote(other, votes);
      }
      asked.learn(samples.x, samples.label, 1);
      unasked.learn(samples.x, samples.label, 1);
      other = samples.x.clone();
    }
    sameFromHere(asked, unasked, samples, 1_000);
  }

  @Test
  void votesAreNeverNegativeNorNaN() {
    Random random = new Random(31);
    Learner learner = learner();
    Votes votes = new Votes();
    double[] odd = {
      0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Double.MIN_VALUE,
      1e-310,
      1e200,
      1e30,
      -1e30,
      1,
      3,
      16_383,
      16_384,
      -1,
      0.5,
      Integer.MAX_VALUE,
      Long.MAX_VALUE
    };
    double[] x = new double[Samples.ATTRIBUTES];
    for (int i = 0; i < 3_000; i++) {
      for (int a = 0; a < x.length; a++) {
        int kind = random.nextInt(4);
        x[a] =
            kind == 0
                ? odd[random.nextInt(odd.length)]
                : kind == 1 ? random.nextInt(3) : kind == 2 ? 4 : random.nextGaussian();
      }
      learner.vote(x, votes);
      for (int c = 0; c < votes.classes(); c++) {
        assertThat(votes.of(c)).isGreaterThanOrEqualTo(0).isFinite();
      }
      assertThat(votes.sum()).isFinite();
      double weight = i % 100 == 0 ? 1e-9 : i % 50 == 0 ? 1e9 : 1;
      learner.learn(x, random.nextInt(i < 1_000 ? 2 : 4), weight);
    }
    MemoryPieces store = new MemoryPieces();
    learner.writeChanges(store);
    Learner restored = learner();
    restored.restore(store.source());
    sameFromHere(learner, restored, Samples.gappy(1), 1_000);
  }

  @Test
  void aFreshLearnerAnswers() {
    Votes votes = new Votes();
    learner().vote(new double[Samples.ATTRIBUTES], votes);
    assertThat(votes.sum()).isFinite();
    assertThat(votes.winner()).isZero();
  }

  @Test
  void aFreshLearnerIsWrittenAndRestored() {
    MemoryPieces store = new MemoryPieces();
    learner().writeChanges(store);
    Learner restored = learner();
    restored.restore(store.source());
    sameFromHere(learner(), restored, Samples.steady(9), 2_000);
  }

  @Test
  void newClassesAreLearnt() {
    Learner learner = learner();
    Votes votes = new Votes();
    double[] x = {1, 1, 1, 1, 1, 1, 1};
    for (int i = 0; i < 200; i++) {
      learner.learn(x, 9, 1);
    }
    learner.vote(x, votes);
    assertThat(votes.classes()).isEqualTo(10);
    assertThat(votes.winner()).isEqualTo(9);
  }

  @Test
  void whatCannotBeLearntIsRefused() {
    Learner learner = learner();
    double[] x = new double[Samples.ATTRIBUTES];
    assertThatThrownBy(() -> learner.learn(x, -1, 1)).hasMessageContaining("label -1");
    assertThatThrownBy(() -> learner.learn(x, 1 << 20, 1)).hasMessageContaining("1048576");
    assertThatThrownBy(() -> learner.learn(x, 0, 0)).hasMessageContaining("weight 0.0");
    assertThatThrownBy(() -> learner.learn(x, 0, Double.NaN)).hasMessageContaining("weight NaN");
    assertThatThrownBy(() -> learner.learn(new double[3], 0, 1)).hasMessageContaining("3 values");
    assertThatThrownBy(() -> learner.vote(new double[3], new Votes()))
        .hasMessageContaining("3 values");
  }

  @Test
  void damagedPiecesAreRefusedOrReadButNeverCrash() {
    Learner learner = learner();
    Samples samples = Samples.gappy(41);
    for (int i = 0; i < 5_000; i++) {
      samples.next();
      learner.learn(samples.x, samples.label, 1);
    }
    MemoryPieces store = new MemoryPieces();
    learner.writeChanges(store);
    for (Map.Entry<Long, byte[]> piece : store.all().entrySet()) {
      byte[] bytes = piece.getValue();
      piece.setValue(java.util.Arrays.copyOf(bytes, bytes.length - 1));
      assertThatThrownBy(() -> learner().restore(store.source()))
          .isInstanceOf(IllegalArgumentException.class);
      byte[] later = bytes.clone();
      later[0] = 99;
      piece.setValue(later);
      assertThatThrownBy(() -> learner().restore(store.source()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("version 99");
      piece.setValue(bytes);
    }
    MemoryPieces nothing = new MemoryPieces();
    assertThatThrownBy(() -> learner().restore(nothing.source()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing");
  }

  /** Both vote alike, bit for bit, while both learn. */
  protected static void sameFromHere(Learner a, Learner b, Samples samples, int instances) {
    Votes votesOfA = new Votes();
    Votes votesOfB = new Votes();
    for (int i = 0; i < instances; i++) {
      samples.next();
      a.vote(samples.x, votesOfA);
      b.vote(samples.x, votesOfB);
      same(votesOfA, votesOfB, i);
      a.learn(samples.x, samples.label, 1);
      b.learn(samples.x, samples.label, 1);
    }
    assertThat(b.heapBytes()).isEqualTo(a.heapBytes());
  }

  private static void same(Votes a, Votes b, int instance) {
    if (a.classes() != b.classes()) {
      assertThat(b.classes()).as("classes at instance %d", instance).isEqualTo(a.classes());
    }
    for (int c = 0; c < a.classes(); c++) {
      if (Double.doubleToRawLongBits(a.of(c)) != Double.doubleToRawLongBits(b.of(c))) {
        assertThat(b.of(c)).as("vote for %d at instance %d", c, instance).isEqualTo(a.of(c));
      }
    }
  }

  /** Share of a stream's next instances that the learner gets right, tested before trained. */
  protected static double accuracy(Learner learner, Samples samples, int instances) {
    Votes votes = new Votes();
    int right = 0;
    for (int i = 0; i < instances; i++) {
      samples.next();
      learner.vote(samples.x, votes);
      if (votes.winner() == samples.label) {
        right++;
      }
      learner.learn(samples.x, samples.label, 1);
    }
    return (double) right / instances;
  }
}
