/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EdgeQueueTest {
  private final Map<Long, byte[]> pieces = new TreeMap<>();
  private int puts;

  private final PieceSink sink =
      new PieceSink() {
        @Override
        public void put(long id, byte[] bytes, int length) {
          pieces.put(id, Arrays.copyOf(bytes, length));
          puts++;
        }

        @Override
        public void remove(long id) {
          assertThat(pieces.remove(id)).as("piece %d", id).isNotNull();
        }
      };

  private static Edge edge(String id, long time, int partition, long offset) {
    float[] features = {1, Float.MIN_VALUE};
    Origin origin = new Origin("t", partition, offset);
    return new Edge("g", id, NodeRef.of(7), NodeRef.of("shop"), time, features, -3, "x", origin);
  }

  private EdgeQueue restored() {
    EdgeQueue queue = new EdgeQueue();
    List<Long> ids = new ArrayList<>(pieces.keySet());
    Collections.shuffle(ids, new Random(1));
    ids.forEach(
        id -> {
          byte[] bytes = pieces.get(id);
          queue.restore("g", id, new PieceReader(id, bytes, bytes.length));
        });
    queue.restored();
    return queue;
  }

  private static List<String> ids(EdgeQueue queue) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < queue.size(); i++) {
      ids.add(queue.get(i).edgeId());
    }
    return ids;
  }

  @Test
  void edgesStandInTheOrderOfTimePartitionAndOffsetHoweverTheyCame() {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      edges.add(edge("e" + (char) ('0' + i), 10 + i / 12, i / 4 % 3, i % 4));
    }
    List<String> expected = edges.stream().map(Edge::edgeId).toList();
    for (int seed = 0; seed < 5; seed++) {
      List<Edge> shuffled = new ArrayList<>(edges);
      Collections.shuffle(shuffled, new Random(seed));
      EdgeQueue queue = new EdgeQueue();
      shuffled.forEach(queue::add);
      assertThat(ids(queue)).isEqualTo(expected);
    }
  }

  @Test
  void edgesOfNoTopicStandAsTheyCame() {
    EdgeQueue queue = new EdgeQueue();
    for (String id : List.of("b", "a", "c")) {
      queue.add(
          new Edge("g", id, NodeRef.of(1), NodeRef.of(2), 5, new float[0], 1, null, Origin.NONE));
    }
    queue.writeChanges(new PieceWriter(), sink);
    assertThat(ids(queue)).containsExactly("b", "a", "c");
    assertThat(ids(restored())).containsExactly("b", "a", "c");
  }

  @Test
  void onlyEdgesThatStillWaitAreWrittenAndEachOnce() {
    EdgeQueue queue = new EdgeQueue();
    for (int i = 0; i < 10; i++) {
      queue.add(edge("e" + i, i, 0, i));
    }
    queue.take(4);
    queue.writeChanges(new PieceWriter(), sink);
    assertThat(puts).isEqualTo(6);
    queue.writeChanges(new PieceWriter(), sink);
    assertThat(puts).isEqualTo(6);
    queue.take(5);
    queue.add(edge("later", 3, 0, 99));
    queue.writeChanges(new PieceWriter(), sink);
    assertThat(pieces).hasSize(2);

    EdgeQueue restored = restored();
    assertThat(ids(restored)).containsExactly("later", "e9");
    assertThat(restored.get(0)).usingRecursiveComparison().isEqualTo(edge("later", 3, 0, 99));
    assertThat(restored.holds("e9")).isTrue();
    restored.take(2);
    assertThat(restored.holds("e9")).isFalse();
    restored.writeChanges(new PieceWriter(), sink);
    assertThat(pieces).isEmpty();
  }
}
