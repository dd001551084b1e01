/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.neural.Mix64;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
  private static final int PARTITIONS = 5;
  private static final int NODES = 3000;
  private static final long BASE = 70;

  /** Room for all nodes, or for so few that generations turn again and again. */
  private static Assignment assignment(String kind, int room) {
    return kind.equals("hdrf")
        ? Assignment.hdrf(new HdrfSettings(PARTITIONS, 1.1, room))
        : Assignment.hash(PARTITIONS, room);
  }

  private static long source(int edge) {
    double u = Mix64.uniform(1, edge);
    return (long) (NODES * u * u);
  }

  private static long target(int edge) {
    return (long) (NODES * Mix64.uniform(2, edge));
  }

  private static int assign(Assignment assignment, int edge) {
    return assignment.assign(source(edge), target(edge));
  }

  /** Pieces as a store keeps them. */
  private static final class Store implements PieceSink {
    final Map<Long, byte[]> pieces = new HashMap<>();
    int written;

    @Override
    public void put(long id, byte[] bytes, int length) {
      pieces.put(id - BASE, Arrays.copyOf(bytes, length));
      written++;
    }

    @Override
    public void remove(long id) {
      assertThat(pieces.remove(id - BASE)).as("piece %d, which is removed", id).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdrf 1000000", "hash 1000000", "hdrf 1500", "hash 1500", "hdrf 64"})
  void aRestoredOneAssignsLikeTheOriginal(String what) {
    String kind = what.split(" ")[0];
    int room = Integer.parseInt(what.split(" ")[1]);
    Assignment original = assignment(kind, room);
    Store store = new Store();
    for (int round = 0; round < 12; round++) {
      for (int edge = round * 700; edge < (round + 1) * 700; edge++) {
        assign(original, edge);
      }
      original.writeChanges(BASE, new PieceWriter(), store);
      Assignment restored = assignment(kind, room);
      restored.restore(store.pieces);
      assertThat(restored.statistics()).isEqualTo(original.statistics());
      assertThat(restored.known()).isEqualTo(original.known()).isLessThanOrEqualTo(room);
      for (long node = 0; node < NODES; node++) {
        assertThat(restored.holders(node)).isEqualTo(original.holders(node));
      }
      // What the restored one writes on top of the same pieces is the same, too.
      Assignment twin = assignment(kind, room);
      twin.restore(store.pieces);
      for (int edge = 100_000; edge < 100_700; edge++) {
        assertThat(assign(restored, edge)).isEqualTo(assign(twin, edge));
      }
      Store after = new Store();
      after.pieces.putAll(store.pieces);
      restored.writeChanges(BASE, new PieceWriter(), after);
      Assignment again = assignment(kind, room);
      again.restore(after.pieces);
      for (int edge = 200_000; edge < 200_100; edge++) {
        assertThat(assign(again, edge)).isEqualTo(assign(twin, edge));
      }
    }
  }

  @Test
  void holdersAreThePartitionsThatHadAnEdgeOfANode() {
    Assignment assignment = assignment("hdrf", 1_000_000);
    Map<Long, Set<Integer>> holders = new HashMap<>();
    long[] loads = new long[PARTITIONS];
    for (int edge = 0; edge < 5000; edge++) {
      int partition = assign(assignment, edge);
      loads[partition]++;
      holders.computeIfAbsent(source(edge), id -> new HashSet<>()).add(partition);
      holders.computeIfAbsent(target(edge), id -> new HashSet<>()).add(partition);
    }
    long replicas = 0;
    long cut = 0;
    for (Map.Entry<Long, Set<Integer>> each : holders.entrySet()) {
      long expected = each.getValue().stream().mapToLong(p -> 1L << p).sum();
      assertThat(assignment.holders(each.getKey())).isEqualTo(expected);
      replicas += each.getValue().size();
      cut += each.getValue().size() > 1 ? 1 : 0;
    }
    double most = Arrays.stream(loads).max().orElse(0);
    assertThat(assignment.statistics())
        .isEqualTo(
            new CutStatistics(
                most * PARTITIONS / 5000,
                (double) replicas / holders.size(),
                (double) cut / holders.size()));
    assertThat(assignment.edges()).isEqualTo(5000);
  }

  @Test
  void itCutsAsThePartitionerAlone() {
    Assignment assignment = assignment("hdrf", 1_000_000);
    EdgePartitioner alone = new Hdrf(new HdrfSettings(PARTITIONS, 1.1, 1_000_000));
    for (int edge = 0; edge < 3000; edge++) {
      int chosen = alone.choose(source(edge), target(edge));
      alone.came(source(edge), target(edge), chosen);
      assertThat(assign(assignment, edge)).isEqualTo(chosen);
    }
  }

  @Test
  void onlyChunksThatChangedAreWritten() {
    Assignment assignment = assignment("hash", 1_000_000);
    for (int node = 0; node < 8 * KnownNodes.CHUNK; node += 2) {
      assignment.assign(node, node + 1);
    }
    Store store = new Store();
    assignment.writeChanges(BASE, new PieceWriter(), store);
    assertThat(store.written).isEqualTo(8 + 1);
    store.written = 0;
    assignment.assign(0, 1);
    assignment.writeChanges(BASE, new PieceWriter(), store);
    assertThat(store.written).as("one chunk, and the counts").isEqualTo(2);
  }

  @Test
  void aStateOfAnotherCutIsRefused() {
    Store store = new Store();
    Assignment written = assignment("hdrf", 100);
    assign(written, 1);
    written.writeChanges(BASE, new PieceWriter(), store);
    assertThatThrownBy(() -> assignment("hash", 100).restore(store.pieces))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("by hdrf, this job wants 5 by hash");
    assertThatThrownBy(() -> Assignment.hdrf(new HdrfSettings(4, 1.1, 100)).restore(store.pieces))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 partitions by hdrf, this job wants 4");
    assertThatThrownBy(() -> assignment("hdrf", 100).restore(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged");
  }
}
