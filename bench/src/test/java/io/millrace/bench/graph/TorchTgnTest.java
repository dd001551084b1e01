/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.tgn.Tgn;
import io.millrace.models.graph.tgn.TgnSettings;
import io.millrace.models.neural.AdamSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The peer is the same network: else its speed would say nothing. */
class TorchTgnTest {
  private static final TgnSettings SMALL =
      TgnSettings.tgn(0).sized(12, 6, 4).with(AdamSettings.of(1e-3));
  private final EdgeList edges = DenseEdges.generated(400, 40, 3);

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void scoresAreThoseOfTheModel(int batch) {
    Tgn ours = new Tgn(SMALL, 3);
    EdgeStream stream = new EdgeStream(edges, batch);
    float[] scores = new float[2 * batch];
    try (TorchTgn peer = new TorchTgn(SMALL, ours.parameters(), edges.nodes(), false)) {
      for (int round = 0; round < 20; round++) {
        assertThat(stream.advance()).isFalse();
        ours.score(stream.both, scores);
        float[] theirs = peer.score(stream.came, stream.absent);
        for (int i = 0; i < 2 * batch; i++) {
          assertThat(theirs[i])
              .as("round %d, row %d", round, i)
              .isCloseTo(scores[i], within(1e-3f));
        }
        ours.update(stream.came);
        peer.update(stream.came);
      }
      float[] late = peer.score(stream.came, stream.absent);
      peer.forget();
      assertThat(peer.score(stream.came, stream.absent)).isNotEqualTo(late);
    }
  }

  @Test
  void lossesStayTogetherWhileBothLearn() {
    Tgn ours = new Tgn(SMALL, 3);
    EdgeStream stream = new EdgeStream(edges, 20);
    try (TorchTgn peer = new TorchTgn(SMALL, ours.parameters(), edges.nodes(), true)) {
      for (int round = 0; round < 20; round++) {
        stream.advance();
        double theirs = peer.learn(stream.came, stream.absent);
        double loss = ours.learn(stream.came, stream.absent);
        assertThat(theirs).as("round %d", round).isCloseTo(loss, within(2e-2));
        ours.update(stream.came);
        peer.update(stream.came);
      }
    }
  }

  /** Autograd knows nothing of Java's owners of memory: what it will read backward must be held. */
  @Test
  void gradientsDoNotDependOnWhenGarbageIsCollected() throws InterruptedException {
    List<Double> quiet = losses();
    AtomicBoolean done = new AtomicBoolean();
    Thread collector = new Thread(() -> collectAndOverwrite(done));
    collector.start();
    try {
      for (int again = 0; again < 3; again++) {
        assertThat(losses()).isEqualTo(quiet);
      }
    } finally {
      done.set(true);
      collector.join();
    }
  }

  private List<Double> losses() {
    Tgn first = new Tgn(SMALL, 3);
    EdgeStream stream = new EdgeStream(edges, 20);
    List<Double> losses = new ArrayList<>();
    try (TorchTgn peer = new TorchTgn(SMALL, first.parameters(), edges.nodes(), true)) {
      for (int round = 0; round < 20; round++) {
        stream.advance();
        losses.add(peer.learn(stream.came, stream.absent));
        peer.update(stream.came);
      }
    }
    return losses;
  }

  /** Frees buffers that nothing in Java holds, and writes NaN where small ones were. */
  private static void collectAndOverwrite(AtomicBoolean done) {
    while (!done.get()) {
      System.gc();
      for (int i = 0; i < 500; i++) {
        ByteBuffer.allocateDirect(Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .putFloat(0, Float.NaN);
      }
    }
  }

  @Test
  void streamsBeginAnewAtTheirEnd() {
    EdgeStream stream = new EdgeStream(edges, 150);
    assertThat(stream.advance()).isFalse();
    assertThat(stream.advance()).isFalse();
    assertThat(stream.came.time(0)).isEqualTo(edges.time(150));
    assertThat(stream.both.size()).isEqualTo(300);
    assertThat(stream.both.source(150)).isEqualTo(stream.came.source(0));
    assertThat(stream.advance()).isTrue();
    assertThat(stream.came.time(0)).isEqualTo(edges.time(0));
  }
}
