/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetPoolTest {
  private static EdgeBatch to(long... targets) {
    EdgeBatch edges = new EdgeBatch(1);
    for (long target : targets) {
      edges.add(1000 + target, target, 5 * target, 2, new float[] {target}, 0);
    }
    return edges;
  }

  @Test
  void drawsAreUniformOverTheOtherTargets() {
    TargetPool pool = new TargetPool(4096, 7);
    for (int i = 0; i < 5; i++) {
      // However often they came.
      pool.came(to(1, 2, 2, 2, 3, 4, 5));
    }
    assertThat(pool.size()).isEqualTo(5);
    Map<Long, Integer> drawn = new HashMap<>();
    EdgeBatch absent = new EdgeBatch(1);
    EdgeBatch came = to(9, 8, 7);
    for (int i = 0; i < 10_000; i++) {
      pool.draw(came, absent);
      assertThat(absent.size()).isEqualTo(3);
      assertThat(absent.source(1)).isEqualTo(1008);
      assertThat(absent.time(1)).isEqualTo(40);
      assertThat(absent.features()[absent.featuresAt(1)]).isEqualTo(8);
      drawn.merge(absent.target(1), 1, Integer::sum);
    }
    assertThat(drawn).hasSize(5).allSatisfy((id, n) -> assertThat(n).isBetween(1800, 2200));
  }

  @Test
  void theRealTargetIsNeverDrawn() {
    TargetPool pool = new TargetPool(64, 7);
    EdgeBatch absent = new EdgeBatch(1);
    pool.draw(to(1), absent);
    assertThat(absent.size()).as("nothing is known").isZero();
    pool.came(to(1));
    pool.draw(to(1), absent);
    assertThat(absent.size()).as("nothing else is known").isZero();
    pool.came(to(2));
    for (int i = 0; i < 100; i++) {
      pool.draw(to(1), absent);
      assertThat(absent.target(0)).isEqualTo(2);
    }
  }

  @Test
  void newTargetsTakeThePlacesOfOldOnes() {
    TargetPool pool = new TargetPool(16, 7);
    for (int i = 0; i < 1000; i++) {
      pool.came(to(i));
    }
    assertThat(pool.size()).isEqualTo(16);
    EdgeBatch absent = new EdgeBatch(1);
    long sum = 0;
    for (int i = 0; i < 1000; i++) {
      pool.draw(to(5000), absent);
      sum += absent.target(0);
    }
    assertThat(sum / 1000).isGreaterThan(900);
  }

  @Test
  void aRestoredPoolDrawsLikeTheOriginal() {
    TargetPool pool = new TargetPool(64, 7);
    pool.came(to(5, 3, 9, 11));
    EdgeBatch absent = new EdgeBatch(1);
    pool.draw(to(3, 3, 3), absent);
    assertThat(pool.changed()).isTrue();
    PieceWriter out = new PieceWriter().begin();
    pool.write(out);
    assertThat(pool.changed()).isFalse();
    TargetPool restored = new TargetPool(64, 7);
    restored.read(new PieceReader(1, out.bytes(), out.length()));
    EdgeBatch again = new EdgeBatch(1);
    for (int i = 0; i < 50; i++) {
      pool.draw(to(3, 5), absent);
      restored.draw(to(3, 5), again);
      assertThat(again.target(0)).isEqualTo(absent.target(0));
      assertThat(again.target(1)).isEqualTo(absent.target(1));
    }
    assertThatThrownBy(
            () -> new TargetPool(32, 7).read(new PieceReader(1, out.bytes(), out.length())))
        .hasMessageContaining("64 targets, not 32");
  }
}
