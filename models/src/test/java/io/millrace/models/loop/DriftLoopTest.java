/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.generator.Sea;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.follow.Shareable;
import org.junit.jupiter.api.Test;

class DriftLoopTest {
  private static InstanceStream stream() {
    return new Sea(1, 10, 7).limit(4000);
  }

  private static Learner learner(String name) {
    return LearnerCatalogue.create(name, stream().schema().learnerAttributes(), 2, 5);
  }

  private static LoopOutcome run(String name, int learners, int interval) {
    return new DriftLoop(learners, interval, "fedavg", () -> learner(name)).run(stream(), 1);
  }

  @Test
  void oneLearnerIsTestedThenTrainedAsUsual() {
    Prequential plain = new Prequential(learner("naive-bayes"), 3, 0);
    InstanceStream stream = stream();
    Instance instance = stream.schema().newInstance();
    int right = 0;
    while (stream.next(instance)) {
      var votes = plain.accept(instance);
      right += votes.sum() > 0 && votes.winner() == instance.label ? 1 : 0;
    }
    LoopOutcome outcome = run("naive-bayes", 1, 100);
    assertThat(outcome.score()).isEqualTo(right / 4000.0);
    assertThat(outcome.rounds()).isZero();
  }

  @Test
  void roundsComeAfterSoManyLabelsAndMoveAllParametersBothWays() {
    int parameters = ((Shareable) learner("moe-data")).parameters().length;
    LoopOutcome outcome = run("moe-data", 4, 1000);
    assertThat(outcome.rounds()).isEqualTo(4);
    assertThat(outcome.bytes()).isEqualTo(4L * 4 * 2 * 4 * parameters);
    assertThat(outcome.score()).isGreaterThan(0.7);
    assertThat(run("moe-data", 4, 0).rounds()).isZero();
    assertThat(run("moe-data", 4, 1000)).isEqualTo(outcome);
  }

  @Test
  void whatCannotBeAveragedIsRefused() {
    assertThatThrownBy(() -> run("naive-bayes", 2, 10))
        .hasMessageContaining("NaiveBayes")
        .hasMessageContaining("moe-data");
    assertThatThrownBy(() -> run("moe-data", 0, 10)).hasMessageContaining("learners is 0");
    assertThat(run("naive-bayes", 2, 0).score()).isGreaterThan(0.7);
  }
}
