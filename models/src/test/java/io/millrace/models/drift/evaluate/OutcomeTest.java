/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.learner.Votes;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static Outcome judge(int label, double... each) {
    Votes votes = new Votes();
    votes.clear(each.length);
    for (int c = 0; c < each.length; c++) {
      votes.set(c, each[c]);
    }
    Outcome outcome = new Outcome();
    outcome.judge(label, votes);
    return outcome;
  }

  @Test
  void votesBecomeProbabilities() {
    Outcome outcome = judge(2, 1, 6, 3);
    assertThat(outcome.predicted()).isEqualTo(1);
    assertThat(outcome.right()).isFalse();
    assertThat(outcome.confidence()).isCloseTo(0.6, within(1e-12));
    assertThat(outcome.loss()).isCloseTo(-Math.log(0.3), within(1e-12));
  }

  @Test
  void noVoteIsAGuess() {
    Outcome outcome = judge(3, 0, 0);
    assertThat(outcome.predicted()).isZero();
    assertThat(outcome.confidence()).isEqualTo(0.25);
    assertThat(outcome.loss()).isCloseTo(Math.log(4), within(1e-12));
    assertThat(judge(0).right()).isTrue();
  }

  @Test
  void aClassThatGotNoVoteCostsABoundedLoss() {
    assertThat(judge(5, 1, 1).loss()).isCloseTo(-Math.log(1e-15), within(1e-9));
  }

  @Test
  void theFirstOfEqualsWins() {
    assertThat(judge(0, 0, 2, 2).predicted()).isEqualTo(1);
  }

  @Test
  void hostileVotesGiveFiniteFigures() {
    for (double[] votes :
        new double[][] {
          {Double.NaN, 1},
          {-5, 1},
          {Double.MAX_VALUE, Double.MAX_VALUE},
          {Double.MIN_VALUE, 0},
          {Double.POSITIVE_INFINITY, 1},
          {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY},
          {Double.NaN, Double.NaN},
          {Double.NEGATIVE_INFINITY, 0}
        }) {
      Outcome outcome = judge(1, votes);
      assertThat(outcome.confidence()).isBetween(0.49, 1.0);
      assertThat(outcome.loss()).isBetween(0.0, 35.0);
    }
    assertThat(judge(1, Double.NaN, 1).right()).isTrue();
    assertThat(judge(0, Double.POSITIVE_INFINITY, 1).loss()).isZero();
  }

  @Test
  void anUnknownLabelCannotBeJudged() {
    assertThatThrownBy(() -> judge(-1, 1, 2)).hasMessageContaining("0 or more");
  }
}
