/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.learner.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  private static final double TINY = 1e-9;

  private static Votes votes(double... each) {
    Votes votes = new Votes();
    votes.clear(each.length);
    for (int c = 0; c < each.length; c++) {
      votes.set(c, each[c]);
    }
    return votes;
  }

  private static Outcome outcome(int label, double... votes) {
    Outcome outcome = new Outcome();
    outcome.judge(label, votes(votes));
    return outcome;
  }

  /** Labels 0 0 1 1 1 0, predicted 0 1 1 1 0 0. */
  private static void addSix(Window window) {
    window.add(outcome(0, 3, 1));
    window.add(outcome(0, 1, 3));
    window.add(outcome(1, 1, 3));
    window.add(outcome(1, 0, 5));
    window.add(outcome(1, 3, 1));
    window.add(outcome(0, 1, 0));
  }

  @Test
  void sixInstancesScoreWhatIsComputedByHand() {
    Window window = Window.cumulative();
    addSix(window);
    Scores scores = window.scores();
    assertThat(scores.instances()).isEqualTo(6);
    assertThat(scores.accuracy()).isCloseTo(4 / 6.0, within(TINY));
    // Both classes are true and predicted three times: chance is one half.
    assertThat(scores.kappa()).isCloseTo(1 / 3.0, within(TINY));
    // The majority before each is 0 0 0 0 0 1 (the first of equals at the fifth): right twice.
    assertThat(scores.kappaM()).isCloseTo((4 / 6.0 - 2 / 6.0) / (4 / 6.0), within(TINY));
    // The label before is 0 0 0 1 1 1: right four times.
    assertThat(scores.kappaTemporal()).isCloseTo(0, within(TINY));
    assertThat(scores.f1()).isCloseTo(2 / 3.0, within(TINY));
    assertThat(scores.gMean()).isCloseTo(2 / 3.0, within(TINY));
    assertThat(scores.logLoss())
        .isCloseTo((2 * Math.log(4 / 3.0) + 2 * Math.log(4)) / 6, within(TINY));
    // Confidence 0.75 is right in 2 of 4, confidence 1 in 2 of 2.
    assertThat(scores.calibrationError()).isCloseTo(4 / 6.0 * 0.25, within(TINY));
  }

  @Test
  void aSlidingWindowForgetsWhatLeavesIt() {
    Window sliding = Window.sliding(2);
    addSix(sliding);
    Scores scores = sliding.scores();
    assertThat(scores.instances()).isEqualTo(2);
    assertThat(scores.accuracy()).isEqualTo(0.5);
    assertThat(scores.logLoss()).isCloseTo(Math.log(4) / 2, within(TINY));
  }

  @Test
  void aFadingWindowWeighsTheLastMost() {
    Window window = Window.fading(0.5);
    window.add(outcome(0, 1, 0));
    window.add(outcome(0, 0, 1));
    assertThat(window.scores().instances()).isCloseTo(1.5, within(TINY));
    assertThat(window.scores().accuracy()).isCloseTo(1 / 3.0, within(TINY));
  }

  @Test
  void nothingJudgedScoresNothing() {
    for (Window window : List.of(Window.cumulative(), Window.sliding(3), Window.fading(0.9))) {
      assertThat(window.scores()).isEqualTo(Scores.NONE);
    }
  }

  @Test
  void measuresAgainstAPerfectBaselineAreZeroAndNotInfinite() {
    Window window = Window.cumulative();
    for (int i = 0; i < 5; i++) {
      window.add(outcome(0, 0, 1));
    }
    Scores scores = window.scores();
    assertThat(scores.accuracy()).isZero();
    assertThat(scores.kappaM()).isZero();
    assertThat(scores.kappaTemporal()).isZero();
    assertThat(scores.gMean()).isZero();
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Window.sliding(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> Window.fading(0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Window.fading(1.1)).hasMessageContaining("at most 1");
    assertThatThrownBy(() -> Window.fading(Double.NaN)).hasMessageContaining("above 0");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void allWindowsAgreeWithTheirDefinitions(long seed) {
    Random random = new Random(seed);
    int length = 50 + random.nextInt(600);
    int size = 1 + random.nextInt(120);
    double factor = 0.4 + 0.6 * random.nextDouble();
    Window cumulative = Window.cumulative();
    Window sliding = Window.sliding(size);
    Window fading = Window.fading(factor);
    List<Oracle.Judgement> judgements = new ArrayList<>();
    List<Oracle.Judgement> inWindow = new ArrayList<>();
    List<Oracle.Judgement> faded = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      // Classes turn up over time, and predictions run behind.
      int classes = 2 + t / 40;
      double[] each = new double[Math.max(1, classes - 1)];
      for (int c = 0; c < each.length; c++) {
        each[c] = random.nextInt(4) == 0 ? 0 : 100 * random.nextDouble();
      }
      Outcome outcome = outcome(random.nextInt(classes), each);
      cumulative.add(outcome);
      sliding.add(outcome);
      fading.add(outcome);
      int last = t == 0 ? 0 : judgements.get(t - 1).label();
      List<Oracle.Judgement> seen = judgements.subList(Math.max(0, t - size + 1), t);
      inWindow.add(judgement(outcome, majority(seen, 1), last));
      judgements.add(judgement(outcome, majority(judgements, 1), last));
      faded.add(judgement(outcome, majority(faded, factor), last));
    }
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    double[] weights = new double[length];
    for (int t = 0; t < length; t++) {
      weights[t] = Math.pow(factor, length - 1 - t);
    }
    int from = Math.max(0, length - size);
    assertClose(cumulative.scores(), new Oracle(judgements, ones).scores());
    assertClose(
        sliding.scores(),
        new Oracle(inWindow.subList(from, length), Arrays.copyOf(ones, length - from)).scores());
    assertClose(fading.scores(), new Oracle(faded, weights).scores());
  }

  private static Oracle.Judgement judgement(Outcome outcome, int majority, int last) {
    return new Oracle.Judgement(
        outcome.label(), outcome.predicted(), outcome.confidence(), outcome.loss(), majority, last);
  }

  private static int majority(List<Oracle.Judgement> seen, double factor) {
    double[] counts = new double[100];
    for (Oracle.Judgement each : seen) {
      for (int c = 0; c < counts.length; c++) {
        counts[c] *= factor;
      }
      counts[each.label()]++;
    }
    int best = 0;
    for (int c = 1; c < counts.length; c++) {
      best = counts[c] > counts[best] ? c : best;
    }
    return best;
  }

  private static void assertClose(Scores scores, Scores expected) {
    assertThat(scores)
        .usingRecursiveComparison()
        .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-7 ? 0 : 1, Double.class)
        .isEqualTo(expected);
  }

  @Test
  void aSlidingWindowDoesNotCollectRoundingErrors() {
    Window window = Window.sliding(10);
    Random random = new Random(9);
    for (int i = 0; i < 200_000; i++) {
      window.add(outcome(0, 1e-12 + random.nextDouble(), 1e3 * random.nextDouble()));
    }
    for (int i = 0; i < 10; i++) {
      window.add(outcome(0, 1, 0));
    }
    assertThat(window.scores().logLoss()).isLessThan(1e-12);
    assertThat(window.scores().calibrationError()).isLessThan(1e-12);
  }

  @Test
  void fadingGoesOnForEver() {
    Window window = Window.fading(0.5);
    for (int i = 0; i < 5_000; i++) {
      window.add(outcome(i % 2, 1, 0));
    }
    assertThat(window.scores().instances()).isCloseTo(2, within(TINY));
    assertThat(window.scores().accuracy()).isCloseTo(1 / 3.0, within(TINY));
  }
}
