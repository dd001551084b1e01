/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.evaluate.Window;
import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerCatalogueTest {
  static List<String> names() {
    return LearnerCatalogue.names();
  }

  private static double accuracy(String name, long seed) {
    InstanceStream stream = Benchmark.SEA_ABRUPT.open(1);
    Learner learner = LearnerCatalogue.create(name, stream.schema().learnerAttributes(), 2, seed);
    Prequential prequential = new Prequential(learner, 3, 0);
    Window window = Window.cumulative();
    Outcome outcome = new Outcome();
    Instance instance = stream.schema().newInstance();
    for (int n = 0; n < 2_000 && stream.next(instance); n++) {
      outcome.judge(instance.label, prequential.accept(instance));
      window.add(outcome);
    }
    return window.scores().accuracy();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLearnerRunsAndOneSeedGivesOneResult(String name) {
    assertThat(accuracy(name, 7)).isBetween(0.4, 0.95).isEqualTo(accuracy(name, 7));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLearnerVotesOnTheClassesThatWereAnnounced(String name) {
    Learner learner = LearnerCatalogue.create(name, Attributes.numeric(2), 3, 1);
    Votes votes = new Votes();
    learner.vote(new double[2], votes);
    assertThat(votes.classes()).isEqualTo(3);
    learner.learn(new double[2], 2, 1);
    learner.vote(new double[2], votes);
    assertThat(votes.of(2)).isPositive();
    assertThat(learner.heapBytes()).isPositive();
  }

  @Test
  void theDefaultIsOneOfThem() {
    assertThat(LearnerCatalogue.names()).contains(LearnerCatalogue.DEFAULT).doesNotHaveDuplicates();
  }

  @Test
  void forestsHaveAnyNumberOfTrees() {
    assertThat(LearnerCatalogue.has("arf-3")).isTrue();
    assertThat(accuracy("arf-3", 7)).isBetween(0.8, 0.9);
    assertThat(LearnerCatalogue.has("arf-0")).isFalse();
    assertThat(LearnerCatalogue.has("arf-3x")).isFalse();
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> LearnerCatalogue.create("oracle", Attributes.numeric(1), 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'oracle'")
        .hasMessageContaining("hoeffding-tree")
        .hasMessageContaining("arf-N");
  }
}
