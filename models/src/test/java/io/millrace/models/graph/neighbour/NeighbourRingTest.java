/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.NodeLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighbourRingTest {
  private record Past(long id, long time, float feature) {}

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 5", "4, 0", "4, 3", "10, 50"})
  void keepsTheMostRecentAlsoOfLateEdges(int capacity, int lateness) {
    NodeLayout layout = new NodeLayout();
    NeighbourRing ring = new NeighbourRing(layout, capacity, 1);
    HeapNodes nodes = new HeapNodes(layout);
    int slot = nodes.slot(8);
    nodes.slot(9);
    Random random = new Random(capacity);
    List<Past> all = new ArrayList<>();
    int[] places = new int[capacity];
    for (int i = 0; i < 400; i++) {
      long time = i / 3L - random.nextInt(lateness + 1);
      float feature = random.nextFloat();
      long id = random.nextInt(50);
      insert(all, new Past(id, time, feature), capacity);
      ring.insert(nodes, slot, id, time, new float[] {9, feature}, 1);
      long before = i / 3L - random.nextInt(4);
      int limit = 1 + random.nextInt(capacity);
      int found = ring.recent(nodes, slot, before, limit, places);
      List<Past> expected = new ArrayList<>();
      for (int j = all.size() - 1; j >= 0 && expected.size() < limit; j--) {
        if (all.get(j).time < before) {
          expected.add(all.get(j));
        }
      }
      assertThat(found).isEqualTo(expected.size());
      for (int j = 0; j < found; j++) {
        Past actual =
            new Past(
                ring.id(nodes, slot, places[j]),
                ring.time(nodes, slot, places[j]),
                nodes.floats(slot)[ring.features(nodes, slot, places[j])]);
        assertThat(actual).as("step %d, neighbour %d", i, j).isEqualTo(expected.get(j));
      }
      assertThat(ring.size(nodes, slot)).isEqualTo(all.size());
    }
    assertThat(ring.size(nodes, nodes.find(9))).isZero();
  }

  /** In a list in order of time, the last inserted behind its equals, bounded. */
  private static void insert(List<Past> all, Past past, int capacity) {
    int at = all.size();
    while (at > 0 && all.get(at - 1).time > past.time) {
      at--;
    }
    all.add(at, past);
    if (all.size() > capacity) {
      all.remove(0);
    }
  }

  @Test
  void neighboursTakeSixteenBytesAndTheirFeatures() {
    NodeLayout one = new NodeLayout();
    new NeighbourRing(one, 1, 0);
    NodeLayout eleven = new NodeLayout();
    new NeighbourRing(eleven, 11, 0);
    assertThat(eleven.bytes() - one.bytes()).isEqualTo(160);
  }

  @Test
  void ringsWithoutPlaceAreRefused() {
    assertThatThrownBy(() -> new NeighbourRing(new NodeLayout(), 0, 0))
        .hasMessageContaining("0 neighbours");
  }
}
