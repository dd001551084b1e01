/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.ablation.AblationResult.IdeaResult;
import io.millrace.models.drift.adaptive.AdaptiveSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AblationsTest {
  @Test
  void everyIdeaButTheStandardChangesSomethingOfItsOwn() {
    assertThat(Idea.STANDARD.settings()).isEqualTo(AdaptiveSettings.standard());
    List<AdaptiveSettings> all = List.of(Idea.values()).stream().map(Idea::settings).toList();
    assertThat(all).doesNotHaveDuplicates();
    for (Idea idea : Idea.values()) {
      assertThat(Idea.of(idea.label())).isSameAs(idea);
    }
    assertThatThrownBy(() -> Idea.of("magic")).hasMessageContaining("no-trees");
  }

  @Test
  void ideasRunOverTheSameInstances() throws Exception {
    List<String> log = new ArrayList<>();
    AblationResult result = run(log, 0);
    assertThat(result.streams()).hasSize(1);
    assertThat(result.streams().get(0).instances()).isEqualTo(6_000);
    List<IdeaResult> results = result.streams().get(0).results();
    assertThat(results).extracting(IdeaResult::idea).containsExactly("standard", "no-trees");
    for (IdeaResult each : results) {
      assertThat(each.accuracy()).isBetween(0.6, 0.8);
      assertThat(each.instancesPerS()).isPositive();
    }
    assertThat(results.get(1).bytes()).isLessThan(results.get(0).bytes());
    assertThat(log).hasSize(2);
    assertThat(run(log, 0).streams().get(0).results().get(0).accuracy())
        .isEqualTo(results.get(0).accuracy());
  }

  @Test
  void lateLabelsCost() throws Exception {
    double atOnce = run(new ArrayList<>(), 0).streams().get(0).results().get(0).accuracy();
    double late = run(new ArrayList<>(), 2_000).streams().get(0).results().get(0).accuracy();
    assertThat(late).isLessThan(atOnce - 0.02);
  }

  private static AblationResult run(List<String> log, int delay) throws Exception {
    return new Ablations(
            new Ablations.Settings(
                null, List.of("led-a"), List.of(Idea.STANDARD, Idea.NO_TREES), 6_000, 1, delay),
            log::add)
        .run();
  }
}
