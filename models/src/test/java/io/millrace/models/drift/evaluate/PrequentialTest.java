/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrequentialTest {
  private final MajorityLearner learner = new MajorityLearner();

  private static void fill(Instance instance, int t) {
    instance.x[0] = t;
    instance.x[1] = -t;
    instance.label = t % 5;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 100})
  void aPredictionKnowsTheLabelsUpToItsDelay(int delay) {
    Prequential prequential = new Prequential(learner, 2, delay);
    Instance instance = new Instance(2);
    for (int t = 0; t < 60; t++) {
      fill(instance, t);
      Votes votes = prequential.accept(instance);
      assertThat(votes.sum()).isEqualTo(Math.max(0, t - delay));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10})
  void everyInstanceIsLearnedWithItsOwnValuesAndLabel(int delay) {
    Prequential prequential = new Prequential(learner, 2, delay);
    Instance instance = new Instance(2);
    for (int t = 0; t < 50; t++) {
      fill(instance, t);
      prequential.accept(instance);
    }
    assertThat(learner.labels).hasSize(50 - delay);
    for (int t = 0; t < 50 - delay; t++) {
      assertThat(learner.labels.get(t)).isEqualTo(t % 5);
      assertThat(learner.values.get(t)).containsExactly(t, -t);
    }
  }

  @Test
  void instancesWithoutALabelArePredictedOnly() {
    Prequential prequential = new Prequential(learner, 2, 1);
    Instance instance = new Instance(2);
    for (int t = 0; t < 4; t++) {
      fill(instance, t);
      if (t == 1) {
        instance.label = Instance.UNLABELLED;
      }
      prequential.accept(instance);
    }
    assertThat(learner.labels).containsExactly(0, 2);
  }

  @Test
  void aNegativeDelayIsRefused() {
    assertThatThrownBy(() -> new Prequential(learner, 2, -1)).hasMessageContaining("0 or more");
  }
}
