/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeapNodesTest {
  private final NodeLayout layout = new NodeLayout();

  @Test
  void slotsStayWithTheirNodesWhileOthersCome() {
    int at = layout.claimLongs(2);
    HeapNodes nodes = new HeapNodes(layout);
    Random random = new Random(1);
    Map<Long, Integer> slots = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      long id = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(2000) * 4096L;
      Integer known = slots.get(id);
      assertThat(nodes.find(id)).isEqualTo(known == null ? NodeStates.UNKNOWN : known);
      int slot = nodes.slot(id);
      if (known != null) {
        assertThat(slot).isEqualTo(known);
      }
      slots.put(id, slot);
      nodes.longs(slot)[nodes.longsAt(slot) + at + 1] = id;
    }
    slots.forEach(
        (id, slot) -> {
          assertThat(nodes.id(slot)).isEqualTo(id);
          assertThat(nodes.longs(slot)[nodes.longsAt(slot) + at + 1]).isEqualTo(id);
        });
    assertThat(nodes.slots()).isEqualTo(slots.size() + 1);
  }

  @Test
  void recordsComeBackFromTheirBytes() {
    layout.claimInts(2);
    layout.claimLongs(1);
    layout.claimFloats(3);
    HeapNodes nodes = new HeapNodes(layout);
    int slot = nodes.slot(-5);
    nodes.ints(slot)[nodes.intsAt(slot) + 1] = 7;
    nodes.longs(slot)[nodes.longsAt(slot)] = Long.MIN_VALUE;
    nodes.floats(slot)[nodes.floatsAt(slot) + 2] = -0.5f;
    byte[] bytes = nodes.encode(slot);
    assertThat(bytes).hasSize(13 + 8 + 8 + 12);
    HeapNodes others = new HeapNodes(layout);
    others.slot(99);
    others.decode(-5, bytes);
    assertThat(others.encode(others.find(-5))).isEqualTo(bytes);
    assertThat(others.ints(2)[others.intsAt(2) + 1]).isEqualTo(7);
    assertThat(others.floats(2)[others.floatsAt(2) + 2]).isEqualTo(-0.5f);
  }

  @Test
  void bytesOfAnotherLayoutAreRefused() {
    layout.claimFloats(3);
    byte[] bytes = new HeapNodes(layout).encode(0);
    NodeLayout wider = new NodeLayout();
    wider.claimFloats(1);
    wider.claimLongs(1);
    assertThatThrownBy(() -> new HeapNodes(wider).decode(4, bytes))
        .hasMessageContaining("node 4 has 25 bytes, version 1")
        .hasMessageContaining("1 longs and 1 floats");
    bytes[0] = 9;
    assertThatThrownBy(() -> new HeapNodes(layout).decode(4, bytes))
        .hasMessageContaining("version 9");
    assertThatThrownBy(() -> new HeapNodes(layout).decode(4, new byte[0]))
        .hasMessageContaining("version none");
  }

  @Test
  void changesAreHandedOverOnce() {
    layout.claimInts(1);
    HeapNodes nodes = new HeapNodes(layout);
    for (long id = 0; id < 5; id++) {
      nodes.slot(id);
    }
    nodes.changed(4);
    nodes.changed(2);
    nodes.changed(4);
    List<Integer> changed = new ArrayList<>();
    nodes.takeChanges(changed::add);
    nodes.takeChanges(changed::add);
    assertThat(changed).containsExactly(2, 4);
  }

  @Test
  void clearedRecordsAreZero() {
    layout.claimInts(1);
    HeapNodes nodes = new HeapNodes(layout);
    for (long id = 0; id < 700; id++) {
      int slot = nodes.slot(id);
      nodes.ints(slot)[nodes.intsAt(slot)] = 5;
    }
    nodes.clear();
    assertThat(nodes.find(3)).isEqualTo(NodeStates.UNKNOWN);
    assertThat(nodes.slots()).isEqualTo(1);
    for (long id = 0; id < 700; id++) {
      int slot = nodes.slot(id);
      assertThat(nodes.ints(slot)[nodes.intsAt(slot)]).isZero();
    }
  }
}
