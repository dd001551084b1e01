/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import org.junit.jupiter.api.Test;

class NoChangeTest extends LearnerContract {
  @Override
  protected Learner learner() {
    return new NoChange(Samples.attributes(), 0);
  }

  @Test
  void votesForTheLastLabel() {
    Learner noChange = learner();
    double[] x = new double[Samples.ATTRIBUTES];
    Votes votes = new Votes();
    for (int label : new int[] {2, 0, 0, 1}) {
      noChange.learn(x, label, 1);
      noChange.vote(x, votes);
      assertThat(votes.winner()).isEqualTo(label);
      assertThat(votes.classes()).isEqualTo(3);
      assertThat(votes.sum()).isOne();
    }
  }
}
