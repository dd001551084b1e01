/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionKeysTest {
  @ParameterizedTest
  @CsvSource({"2, 128, 2", "4, 128, 4", "8, 128, 4", "8, 128, 2", "64, 128, 8", "3, 16, 3"})
  void partitionsAreSpreadEvenlyOverSubtasks(int partitions, int groups, int parallelism) {
    PartitionKeys keys = new PartitionKeys(partitions, groups);
    for (String graph : new String[] {"payments", "a#1.2", "", "mail"}) {
      int[] load = new int[parallelism];
      Set<String> all = new HashSet<>();
      for (int p = 0; p < partitions; p++) {
        String key = keys.key(graph, p);
        all.add(key);
        load[KeyGroupRangeAssignment.assignKeyToParallelOperator(key, groups, parallelism)]++;
        assertThat(PartitionKeys.graph(key)).isEqualTo(graph);
        assertThat(PartitionKeys.partition(key)).isEqualTo(p);
      }
      assertThat(all).hasSize(partitions);
      assertThat(load).containsOnly(partitions / parallelism);
    }
  }

  @Test
  void keysNeverChange() {
    // State is found by them.
    assertThat(new PartitionKeys(4, 128).key("payments", 0)).isEqualTo("payments#0.3");
    assertThat(new PartitionKeys(4, 128).key("payments", 3)).isEqualTo("payments#3.0");
    assertThat(new PartitionKeys(2, 128).key("payments", 1)).isEqualTo("payments#1.0");
  }

  @Test
  void morePartitionsThanKeyGroupsShareThem() {
    PartitionKeys keys = new PartitionKeys(8, 2);
    Set<String> all = new HashSet<>();
    for (int p = 0; p < 8; p++) {
      all.add(keys.key("g", p));
    }
    assertThat(all).hasSize(8);
  }

  @Test
  void graphsBeginWithDifferentShares() {
    PartitionKeys keys = new PartitionKeys(4, 128);
    Set<Integer> first = new HashSet<>();
    for (int g = 0; g < 50; g++) {
      first.add(
          KeyGroupRangeAssignment.assignKeyToParallelOperator(keys.key("graph " + g, 0), 128, 4));
    }
    assertThat(first).hasSize(4);
  }
}
