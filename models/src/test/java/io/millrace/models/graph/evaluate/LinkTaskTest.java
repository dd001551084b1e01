/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.Edges;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.baseline.EdgeBank;
import io.millrace.models.graph.baseline.HistoryRegression;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.neural.AdamSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkTaskTest {
  private final EdgeList edges = new EdgeList(Edges.communities(1000, 0, 3));
  private final Split split = Split.of(edges, 0.7, 0.15);

  /** Knows nothing, and notes what it is told. */
  private static final class Noting implements LinkModel {
    final List<String> calls = new ArrayList<>();
    final List<Long> nodes = new ArrayList<>();

    @Override
    public int edgeFeatures() {
      return 0;
    }

    @Override
    public void score(EdgeBatch batch, float[] out) {
      calls.add("score " + batch.size());
      java.util.Arrays.fill(out, 0, batch.size(), 0.5f);
    }

    @Override
    public double learn(EdgeBatch came, EdgeBatch absent) {
      calls.add("learn " + came.size() + " " + absent.size());
      return 2;
    }

    @Override
    public void update(EdgeBatch batch) {
      calls.add("update " + batch.size());
      for (int i = 0; i < batch.size(); i++) {
        nodes.add(batch.source(i));
        nodes.add(batch.target(i));
      }
    }

    @Override
    public void forget() {
      calls.add("forget");
    }

    @Override
    public int bytesPerNode() {
      return 0;
    }
  }

  @Test
  void partsFollowEachOtherAndEqualTimesStayTogether() {
    assertThat(split.validation()).isBetween(690, 710);
    assertThat(split.test()).isBetween(840, 860);
    assertThat(split.end()).isEqualTo(1000);
    assertThat(edges.time(split.validation())).isGreaterThan(edges.time(split.validation() - 1));
    assertThat(edges.time(split.test())).isGreaterThan(edges.time(split.test() - 1));
    assertThatThrownBy(() -> Split.of(edges, 0.9, 0.2)).hasMessageContaining("0.9,0.2");
  }

  @Test
  void batchesAreScoredBeforeTheyAreApplied() {
    Noting model = new Noting();
    LinkTask task = new LinkTask(edges, split, 100, 0, 1);
    assertThat(task.train(model, 0)).isEqualTo(2);
    assertThat(model.calls.subList(0, 5))
        .containsExactly("forget", "learn 100 100", "update 100", "learn 100 100", "update 100");
    model.calls.clear();
    LinkScores scores = task.test(model, Negatives.RANDOM);
    int rest = split.end() - split.test() - 100;
    assertThat(model.calls.subList(0, 3))
        .containsExactly("score 200", "update 100", "score " + 2 * rest);
    assertThat(scores.edges()).isEqualTo(split.end() - split.test());
    assertThat(scores.ap()).isEqualTo(0.5);
    assertThat(scores.auc()).isEqualTo(0.5);
    assertThat(scores.newEdges()).isZero();
    assertThat(scores.apNewNodes()).isNaN();
  }

  @Test
  void hiddenNodesAreNotShownInTraining() {
    Noting model = new Noting();
    LinkTask task = new LinkTask(edges, split, 100, 0.2, 1);
    task.train(model, 0);
    Set<Long> shown = new HashSet<>(model.nodes);
    Set<Long> all = new HashSet<>();
    for (int i = 0; i < split.validation(); i++) {
      all.add(edges.source(i));
      all.add(edges.target(i));
    }
    assertThat(shown.size()).isEqualTo(all.size() - (int) (0.2 * all.size()));
    assertThat(model.nodes.size()).isEqualTo(2 * task.trainingEdges());
    LinkScores scores = task.validate(model, Negatives.RANDOM);
    assertThat(scores.newEdges()).isBetween(20, 100);
  }

  @Test
  void historicalAndInductiveNegativesCameBeforeButNotInTheBatch() {
    Set<String> training = new HashSet<>();
    for (int i = 0; i < split.validation(); i++) {
      training.add(edges.source(i) + ">" + edges.target(i));
    }
    for (Negatives kind : List.of(Negatives.HISTORICAL, Negatives.INDUCTIVE)) {
      NegativeSampler sampler = new NegativeSampler(kind, edges, split, edges.size(), 4);
      Set<String> since = new HashSet<>();
      EdgeBatch absent = new EdgeBatch(0);
      for (int at = split.validation(); at < split.end(); at += 20) {
        EdgeBatch came = new EdgeBatch(0);
        Set<String> batch = new HashSet<>();
        for (int i = at; i < Math.min(at + 20, split.end()); i++) {
          edges.addTo(came, i);
          batch.add(edges.source(i) + ">" + edges.target(i));
        }
        sampler.sample(came, absent);
        assertThat(absent.size()).isEqualTo(came.size());
        for (int i = 0; i < absent.size(); i++) {
          String pair = absent.source(i) + ">" + absent.target(i);
          assertThat(absent.time(i)).isEqualTo(came.time(i));
          if (kind == Negatives.HISTORICAL) {
            assertThat(training).contains(pair);
            assertThat(batch).doesNotContain(pair);
          } else if (at > split.validation() + 60) {
            assertThat(since).contains(pair);
            assertThat(training).doesNotContain(pair);
          }
        }
        sampler.came(came);
        since.addAll(batch);
      }
    }
  }

  @Test
  void memoryOfPairsIsGoodAtRandomNegativesAndBadAtHistoricalOnes() {
    LinkTask task = new LinkTask(edges, split, 50, 0, 1);
    EdgeBank bank = EdgeBank.unlimited(0);
    task.train(bank, 0);
    assertThat(task.validate(bank, Negatives.RANDOM).auc()).isGreaterThan(0.75);
    assertThat(task.test(bank, Negatives.HISTORICAL).auc()).isLessThan(0.6);
  }

  @Test
  void fittingKeepsWhatWasBestAndStopsWhenNothingRises() {
    HistoryRegression model = new HistoryRegression(0, AdamSettings.of(3e-2), 1);
    LinkTask task = new LinkTask(edges, split, 50, 0, 1);
    List<Double> seen = new ArrayList<>();
    int best = task.fit(model, 40, 3, (epoch, loss, speed, scores) -> seen.add(scores.ap()));
    assertThat(seen).hasSize(Math.min(40, best + 4));
    assertThat(seen.get(best)).isEqualTo(java.util.Collections.max(seen));
    assertThat(task.validate(model, Negatives.RANDOM).ap()).isEqualTo(seen.get(best));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new LinkTask(edges, split, 0, 0, 1)).hasMessageContaining("batch=0");
    assertThatThrownBy(() -> new LinkTask(edges, split, 1, 1, 1)).hasMessageContaining("share=1.0");
  }
}
