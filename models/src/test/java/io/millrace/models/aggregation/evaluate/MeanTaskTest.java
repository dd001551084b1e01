/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.aggregation.attack.Attacks;
import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import org.junit.jupiter.api.Test;

class MeanTaskTest {
  private final MeanTask task = new MeanTask(15, 3, 2000, 0.5, 3, 1);

  private double error(String rule, String attack) {
    return task.run(rule, attack, Attacks.named(attack)).relativeError();
  }

  @Test
  void everyRuleRunsAgainstEveryAttack() {
    for (String rule : RuleCatalogue.robustNames()) {
      for (String attack : Attacks.names()) {
        RuleAttack result = task.run(rule, attack, Attacks.named(attack));
        assertThat(result.relativeError()).as("%s against %s", rule, attack).isFinite();
        assertThat(result.seconds()).isPositive();
      }
    }
  }

  @Test
  void theMeanOfHonestUpdatesIsFoundWithoutAttack() {
    MeanTask calm = new MeanTask(15, 0, 2000, 0.5, 1, 1);
    assertThat(calm.run("fedavg-uniform", "none", Attacks.named("zero")).relativeError())
        .isLessThan(1e-6);
  }

  @Test
  void robustRulesBearWhatBreaksTheMean() {
    assertThat(error("fedavg-uniform", "reverse")).isGreaterThan(1.5);
    for (String rule : new String[] {"multi-krum", "nnm+trimmed-mean", "nnm+geometric-median"}) {
      assertThat(error(rule, "reverse")).isLessThan(0.3);
      assertThat(error(rule, "gaussian")).isLessThan(0.3);
      assertThat(error(rule, "sign-flip")).isLessThan(0.3);
    }
  }

  @Test
  void whatIsNotFiniteIsRefusedAndHarmless() {
    assertThat(error("fedavg-uniform", "nan")).isLessThan(1e-6);
    assertThat(error("bulyan", "infinity")).isLessThan(1e-6);
  }

  @Test
  void sameSeedSameError() {
    assertThat(error("flag", "alie")).isEqualTo(error("flag", "alie"));
    assertThatThrownBy(() -> new MeanTask(10, 5, 10, 0.5, 1, 1)).hasMessageContaining("half");
  }

  @Test
  void bandwidthIsMeasured() {
    SumBandwidth measured = SumBandwidth.measure(4_000_000, 4, 12);
    assertThat(measured.ratio()).isPositive();
    assertThat(measured.updateGbS()).isPositive();
  }
}
