/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import org.junit.jupiter.api.Test;

class MajorityTest extends LearnerContract {
  @Override
  protected Learner learner() {
    return new Majority(Samples.attributes(), 0);
  }

  @Test
  void votesWithTheWeightsSoFar() {
    Learner majority = learner();
    double[] x = new double[Samples.ATTRIBUTES];
    majority.learn(x, 2, 1.5);
    majority.learn(x, 0, 1);
    majority.learn(x, 2, 2);
    Votes votes = new Votes();
    majority.vote(x, votes);
    assertThat(votes.of(0)).isEqualTo(1);
    assertThat(votes.of(1)).isZero();
    assertThat(votes.of(2)).isEqualTo(3.5);
  }
}
