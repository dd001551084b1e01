/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.LearnerContract;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import org.junit.jupiter.api.Nested;

/** Both mixtures keep the promises of learners, with trees as experts. */
class MoeContractTest {
  private static final MoeSettings SETTINGS = MoeSettings.published(2).withExperts(5, 2);

  private static Learner tree(int classes, long seed) {
    return new HoeffdingTree(HoeffdingSettings.expert(), Samples.attributes(), classes, seed);
  }

  @Nested
  class OfMoeData extends LearnerContract {
    @Override
    protected Learner learner() {
      return new MoeData(SETTINGS, Samples.attributes(), MoeContractTest::tree, 42);
    }

    @Override
    protected int before() {
      return 3_000;
    }
  }

  @Nested
  class OfMoeTask extends LearnerContract {
    @Override
    protected Learner learner() {
      return new MoeTask(SETTINGS, Samples.attributes(), MoeContractTest::tree, 42);
    }

    @Override
    protected int before() {
      return 3_000;
    }
  }
}
