/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import org.junit.jupiter.api.Test;

class NaiveBayesTest extends LearnerContract {
  @Override
  protected Learner learner() {
    return new NaiveBayes(Samples.attributes(), 0);
  }

  @Test
  void learnsTheStream() {
    assertThat(accuracy(learner(), Samples.steady(7), 10_000)).isGreaterThan(0.85);
  }
}
