/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.Edges;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.neural.AdamSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselineTest {
  @Test
  void edgeBankKnowsPairsInTheirDirection() {
    EdgeBank bank = EdgeBank.unlimited(0);
    bank.update(edges(1, 2, 1000));
    assertThat(score(bank, 1, 2, 9_999_999)).isEqualTo(1);
    assertThat(score(bank, 2, 1, 2000)).isZero();
  }

  @Test
  void windowedEdgeBankForgets() {
    EdgeBank bank = EdgeBank.windowed(0, 500);
    bank.update(edges(1, 2, 1000));
    assertThat(score(bank, 1, 2, 1500)).isEqualTo(1);
    assertThat(score(bank, 1, 2, 1501)).isZero();
    bank.update(edges(1, 2, 1400));
    assertThat(score(bank, 1, 2, 1501)).isEqualTo(1);
    assertThatThrownBy(() -> EdgeBank.windowed(0, 0)).hasMessageContaining("0 ms");
  }

  @Test
  void commonNeighboursAreDistinctOnes() {
    Proximity common = Proximity.commonNeighbours(0, 10);
    for (long middle : new long[] {5, 6, 6, 7}) {
      common.update(edges(1, middle, 10));
      common.update(edges(middle, 2, 20));
    }
    common.update(edges(1, 8, 30));
    assertThat(score(common, 1, 2, 40)).isEqualTo(3f / 4);
    assertThat(score(common, 1, 99, 40)).isZero();
  }

  @Test
  void attachmentGrowsWithBothDegrees() {
    Proximity attachment = Proximity.preferentialAttachment(0);
    attachment.update(edges(1, 2, 10));
    attachment.update(edges(1, 3, 10));
    attachment.update(edges(4, 3, 10));
    assertThat(score(attachment, 1, 3, 20)).isEqualTo(2f / 3);
    assertThat(score(attachment, 1, 3, 20)).isGreaterThan(score(attachment, 4, 2, 20));
  }

  @Test
  void historyLearnsThatPairsComeAgain() {
    HistoryRegression history = new HistoryRegression(0, AdamSettings.of(3e-2), 1);
    EdgeBatch all = Edges.communities(2000, 0, 1);
    for (int at = 0; at < 2000; at += 25) {
      EdgeBatch batch = Edges.part(all, at, at + 25);
      assertThat(history.learn(batch, Edges.shuffled(batch, at))).isPositive();
      history.update(batch);
    }
    EdgeBatch probe = new EdgeBatch(0);
    probe.add(all, 1999);
    float[] known = new float[1];
    history.score(probe, known);
    long other = (all.source(1999) + 200) % 400;
    assertThat(known[0]).isGreaterThan(score(history, all.source(1999), other, all.time(1999)));
  }

  @Test
  void pairTableCountsLikeAMap() {
    PairTable table = new PairTable();
    Map<String, Integer> counts = new HashMap<>();
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      long source = (long) random.nextInt(60) << 20;
      long target = random.nextInt(60) - 30L;
      counts.merge(source + " " + target, 1, Integer::sum);
      table.came(source, target, i);
      assertThat(table.time(table.find(source, target))).isEqualTo(i);
    }
    counts.forEach(
        (pair, count) -> {
          String[] ends = pair.split(" ");
          int found = table.find(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
          assertThat(table.count(found)).isEqualTo(count);
        });
    assertThat(table.find(1, 1)).isEqualTo(PairTable.NONE);
    assertThat(table.count(PairTable.NONE)).isZero();
    table.clear();
    assertThat(table.find(0, 0)).isEqualTo(PairTable.NONE);
  }

  private static EdgeBatch edges(long source, long target, long time) {
    EdgeBatch edges = new EdgeBatch(0);
    edges.add(source, target, time, 1, null, 0);
    return edges;
  }

  private static float score(LinkModel model, long source, long target, long time) {
    float[] out = new float[1];
    model.score(edges(source, target, time), out);
    return out[0];
  }
}
