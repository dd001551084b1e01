/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregationBenchmarkTest {
  @Test
  void everyRuleIsMeasuredAndEqualsItsNaiveForm() throws Exception {
    List<String> told = new ArrayList<>();
    AggregationResult result =
        new AggregationBenchmark(
                new AggregationBenchmark.Settings(
                    20, 300_000, 2_000, 300_000, 1, false, AggregationBenchmark.RULES),
                told::add)
            .run();
    assertThat(result.copyGbS()).isPositive();
    assertThat(result.sumGbS()).isPositive();
    assertThat(result.rules()).hasSize(11);
    assertThat(result.rules().get(0).rule()).isEqualTo("flag");
    assertThat(result.rules().get(0).d()).isEqualTo(2_000);
    for (RuleTime rule : result.rules()) {
      assertThat(rule.ms()).as(rule.rule()).isPositive();
      if (rule.naiveMs() != null) {
        assertThat(rule.naiveMs()).isPositive();
        assertThat(rule.difference()).isLessThan(1e-4);
      }
    }
    assertThat(result.rules().stream().filter(rule -> rule.naiveMs() != null)).hasSize(8);
    assertThat(result.pairsMs()).isPositive();
    assertThat(told).hasSize(12);
  }

  @Test
  void aFleetFitsIntoASmallHeapOfAProcessOfItsOwn() throws Exception {
    var heap = SmallHeap.run(5, 600_000);
    assertThat(heap.get("workers").asInt()).isEqualTo(5);
    assertThat(heap.get("values").asLong()).isEqualTo(600_000);
    assertThat(heap.get("heap_mb").asLong()).isBetween(900L, 1024L);
    assertThat(heap.get("wrong").asLong()).isZero();
  }

  @Test
  void someRulesCanBeChosen() {
    assertThat(AggregationBenchmark.Settings.FULL.only(List.of("krum")).heap()).isFalse();
    assertThatThrownBy(() -> AggregationBenchmark.Settings.QUICK.only(List.of("crumb")))
        .hasMessageContaining("'crumb'")
        .hasMessageContaining("multi-krum");
  }

  @Test
  void aKrumWrittenDownChoosesAnUpdateAndAMeanIsBetween() {
    Updates updates = Updates.random(7, 500, 3);
    Naive naive = new Naive(updates, 1);
    naive.rule("krum").run();
    boolean found = false;
    for (float[][] update : updates.values) {
      found |= java.util.Arrays.equals(update[0], naive.result[0]);
    }
    assertThat(found).isTrue();
    assertThat(naive.rule("bulyan")).isNull();
  }
}
