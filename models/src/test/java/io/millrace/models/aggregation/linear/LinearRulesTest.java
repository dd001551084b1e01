/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.WorkerHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearRulesTest {
  private static final double M = 2048;

  private static float direct(
      LinearRule rule, Round round, float parameter, Object... contributionsAndValues) {
    LinearFragment fragment = new LinearFragment(rule, 1);
    for (int i = 0; i < contributionsAndValues.length; i += 2) {
      Contribution c = (Contribution) contributionsAndValues[i];
      double weight = rule.weight(c, round, WorkerHistory.unknown(round.number()));
      float value = ((Number) contributionsAndValues[i + 1]).floatValue();
      fragment.accumulate(c.payload(), weight, new float[] {value}, 0);
    }
    float[] out = new float[1];
    fragment.finish(rule, round, new float[] {parameter}, out);
    return out[0];
  }

  @Test
  void fedAvgWeighsByExamplesOrNot() {
    Contribution a = Contribution.of("a", 0, 30);
    Contribution b = Contribution.of("b", 0, 10);
    Round round = Round.of(0, 2);
    assertThat(direct(new FedAvg(true, 1000, M), round, 0, a, 1, b, 5)).isEqualTo(2);
    assertThat(direct(new FedAvg(false, 1, M), round, 0, a, 1, b, 5)).isEqualTo(3);
    // A claim of more examples than allowed counts as many as are.
    assertThat(direct(new FedAvg(true, 10, M), round, 0, a, 1, b, 5)).isEqualTo(3);
  }

  @Test
  void modelsDeltasAndGradientsMeanTheSameMove() {
    LinearRule rule = new FedAvg(false, 1, M);
    Round round = Round.of(0, 3);
    Contribution a = Contribution.of("a", 0, 1);
    float moved =
        direct(
            rule,
            round,
            10,
            a,
            3,
            Contribution.of("b", 0, 1).with(Payload.MODEL),
            13,
            Contribution.of("c", 0, 1).with(Payload.GRADIENT),
            -3);
    assertThat(moved).isEqualTo(3);
  }

  @Test
  void fedAsyncMixesOneUpdateByItsStaleness() {
    // x + 0.6 · (1 + 3)^-0.5 · (x_i - x) = 10 + 0.3 · 10.
    LinearRule rule = new Stale(new Staleness.Polynomial(0.5), 0.6, Stale.Over.UPDATES, M);
    Contribution stale = Contribution.of("a", 4, 1).with(Payload.MODEL);
    assertThat(direct(rule, Round.of(7, 5), 10, stale, 20)).isCloseTo(3, within(1e-6f));
  }

  @Test
  void staleUpdatesNeverCountMore() {
    Staleness[] all = {
      new Staleness.Constant(), new Staleness.Polynomial(0.5), new Staleness.Hinge(10, 4)
    };
    for (Staleness staleness : all) {
      double last = 1;
      assertThat(staleness.factor(0)).isEqualTo(1);
      for (int age = 1; age < 100; age++) {
        assertThat(staleness.factor(age)).isPositive().isLessThanOrEqualTo(last);
        last = staleness.factor(age);
      }
    }
    assertThat(new Staleness.Hinge(10, 4).factor(4)).isEqualTo(1);
    assertThat(new Staleness.Hinge(10, 4).factor(6)).isCloseTo(1 / 21.0, within(1e-12));
    assertThatThrownBy(() -> new Staleness.Polynomial(-0.5)).hasMessageContaining("-0.5");
  }

  @Test
  void fedBuffDividesByTheBufferAndNotByTheWeights() {
    LinearRule rule = new Stale(new Staleness.Polynomial(0.5), 1, Stale.Over.UPDATES, M);
    // (1 · 2 + 1/2 · 8) / 2, with ages 0 and 3.
    assertThat(
            direct(
                rule,
                Round.of(3, 9),
                0,
                Contribution.of("a", 3, 1),
                2,
                Contribution.of("b", 0, 1),
                8))
        .isEqualTo(3);
  }

  @Test
  void fedCompassDividesByAllWorkers() {
    LinearRule rule = new Stale(new Staleness.Constant(), 1, Stale.Over.KNOWN_WORKERS, M);
    assertThat(direct(rule, Round.of(0, 4), 0, Contribution.of("a", 0, 1), 8)).isEqualTo(2);
  }

  @Test
  void fedFixCountsSlowWorkersForTheWindowsTheyMissed() {
    LinearRule rule = new FedFix(1000, 64, M);
    Round round = new Round(0, 0, 2, 40, 100, 0);
    Contribution fast = new Contribution("f", "1", 0, 10, 1, 1, 90, Payload.DELTA);
    Contribution slow = new Contribution("s", "1", 0, 30, 1, 1, 250, Payload.DELTA);
    // 1 · 10/40 · 4 + 3 · 30/40 · 1.
    assertThat(direct(rule, round, 0, fast, 4, slow, 1)).isEqualTo(3.25f);
  }

  @Test
  void anarchicRulesTurnDeltasIntoMeanGradients() {
    LinearRule cd = new Anarchic(false, M, 1e6);
    Contribution five = new Contribution("a", "1", 0, 1, 5, 0.1, 0, Payload.DELTA);
    Contribution gradient = Contribution.of("b", 0, 1).with(Payload.GRADIENT);
    // -0.5 / (5 · 0.1) and -3, over two.
    assertThat(direct(cd, Round.of(0, 9), 0, five, -0.5, gradient, 3)).isCloseTo(-2, within(1e-6f));
    LinearRule cs = new Anarchic(true, M, 1e6);
    assertThat(cs.memory()).isEqualTo(LinearRule.Memory.LATEST_OF_EACH);
    assertThat(direct(cs, Round.of(0, 4), 0, gradient, 8)).isEqualTo(-2);
  }

  @Test
  void fedAuEqualsCountingEveryWorkerInEveryRound() {
    Random random = new Random(6);
    for (long cutoff : new long[] {1, 2, 5, 50}) {
      FedAu rule = new FedAu(cutoff, M);
      WorkerHistory history = WorkerHistory.unknown(0);
      List<Long> intervals = new ArrayList<>();
      long missed = 0;
      double chance = 0.02 + random.nextDouble() * 0.5;
      for (int r = 0; r < 400; r++) {
        if (random.nextDouble() < chance) {
          double expected =
              intervals.isEmpty()
                  ? 1
                  : intervals.stream().mapToLong(Long::longValue).average().getAsDouble();
          Contribution update = Contribution.of("w", r, 1);
          assertThat(rule.weight(update, Round.of(r, 3), history)).isEqualTo(expected);
          history = history.took(update, r, cutoff);
          intervals.add(missed + 1);
          missed = 0;
        } else if (++missed >= cutoff) {
          intervals.add(cutoff);
          missed = 0;
        }
      }
    }
  }

  @Test
  void contributionsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Contribution.of("w", 0, 0))
        .hasMessageContaining("'w'")
        .hasMessageContaining("examples is 0");
    assertThatThrownBy(() -> new Contribution("w", "", 0, 1, 1, Double.NaN, 0, Payload.DELTA))
        .hasMessageContaining("learningRate");
  }
}
