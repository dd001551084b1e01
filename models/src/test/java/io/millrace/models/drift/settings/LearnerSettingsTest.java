/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.forest.AdaptiveRandomForest;
import io.millrace.models.drift.forest.ForestSettings;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerSettingsTest {
  @ParameterizedTest
  @MethodSource("io.millrace.models.drift.settings.LearnerSettings#names")
  void everyNameMakesALearnerThatLearns(String name) {
    LearnerSettings settings = LearnerSettings.named(name);
    assertThat(settings).isEqualTo(LearnerSettings.named(settings.name()));
    assertThat(settings.name()).startsWith(name);
    Learner learner = settings.create(Samples.attributes(), 3, 1);
    double[] x = new double[Samples.ATTRIBUTES];
    Votes votes = new Votes();
    learner.vote(x, votes);
    assertThat(votes.classes()).isEqualTo(3);
    learner.learn(x, 2, 1);
    learner.vote(x, votes);
    assertThat(votes.winner()).isEqualTo(2);
    assertThat(learner.heapBytes()).isPositive();
  }

  @Test
  void theNumberOfTreesIsPartOfTheName() {
    assertThat(LearnerSettings.named("arf-100"))
        .isEqualTo(new LearnerSettings.Forest(ForestSettings.standard(100)));
    assertThat(LearnerSettings.named("arf").create(Samples.attributes(), 2, 1))
        .isInstanceOf(AdaptiveRandomForest.class);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    for (String name : new String[] {"", "arf-0", "arf-", "ARF", "forest"}) {
      assertThatThrownBy(() -> LearnerSettings.named(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'")
          .hasMessageContaining("hoeffding-adaptive-tree");
    }
  }
}
