/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.Edges;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.neural.AdamSettings;
import io.millrace.models.neural.Mix64;
import io.millrace.models.neural.batch.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NatTest {
  private static final NatSettings SMALL =
      new NatSettings(6, 3, 4, 5, 2, 8, 4, 0.8, 7, AdamSettings.of(1e-3));

  @Test
  void batchesOfOneGiveTheScoresOfTheSequentialModel() {
    NatSettings settings = new NatSettings(6, 3, 4, 5, 0, 8, 4, 1, 7, AdamSettings.of(1e-2));
    Nat nat = new Nat(settings, 3);
    EdgeBatch all = Edges.communities(900, 0, 4);
    for (int at = 0; at < 600; at += 20) {
      EdgeBatch batch = Edges.part(all, at, at + 20);
      assertThat(nat.learn(batch, Edges.shuffled(batch, at))).isPositive();
      nat.update(batch);
    }
    nat.forget();
    NatRecord record = new NatRecord(settings, Mix64.bits(3, 0));
    SequentialNat oracle = new SequentialNat(settings, record, nat.parameters());
    float[] score = new float[1];
    int compared = 0;
    for (int i = 600; i < 900; i++) {
      EdgeBatch one = Edges.part(all, i, i + 1);
      if (one.source(0) != one.target(0)) {
        nat.score(one, score);
        assertThat((double) score[0])
            .as("edge %d", i)
            .isCloseTo(oracle.score(one.source(0), one.target(0), one.time(0)), within(2e-3));
        nat.update(one);
        oracle.update(one.source(0), one.target(0), one.time(0));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(200);
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    Nat nat = new Nat(SMALL, 3);
    EdgeBatch edges = Edges.communities(200, 2, 4);
    for (int at = 0; at < 180; at += 20) {
      nat.update(Edges.part(edges, at, at + 20));
    }
    EdgeBatch batch = Edges.part(edges, 180, 200);
    EdgeBatch absent = Edges.shuffled(batch, 1);
    Parameters parameters = nat.parameters();
    assertThat(nat.gradients(batch, absent)).isGreaterThan(0.1);
    float[] gradients = parameters.gradients().clone();
    for (Parameters.Slice slice : parameters.slices()) {
      int stride = Math.max(1, slice.length() / 23);
      for (int i = slice.at(); i < slice.at() + slice.length(); i += stride) {
        // Fast frequencies turn too often within a step of the difference.
        if (slice.name().equals("time.log-frequency") && i < slice.at() + 2) {
          continue;
        }
        float value = parameters.values()[i];
        double up = loss(nat, i, value + 4e-3f, batch, absent);
        double down = loss(nat, i, value - 4e-3f, batch, absent);
        loss(nat, i, value, batch, absent);
        double expected = (up - down) / 8e-3;
        assertThat((double) gradients[i])
            .as("%s %d", slice.name(), i - slice.at())
            .isCloseTo(expected, within(5e-3 + 0.05 * Math.abs(expected)));
      }
    }
  }

  private static double loss(Nat nat, int i, float value, EdgeBatch batch, EdgeBatch absent) {
    nat.parameters().values()[i] = value;
    nat.parameters().changed();
    return nat.gradients(batch, absent);
  }

  @Test
  void updatesAfterScoresAreThoseWithoutThem() {
    Nat scoring = new Nat(SMALL, 3);
    Nat silent = new Nat(SMALL, 3);
    EdgeBatch all = Edges.communities(600, 2, 4);
    for (int at = 0; at < 600; at += 30) {
      EdgeBatch batch = Edges.part(all, at, at + 30);
      EdgeBatch absent = Edges.shuffled(batch, at);
      // All that may come between what was looked at and what is made of it.
      scoring.score(batch, new float[30]);
      if (at % 90 == 0) {
        scoring.score(absent, new float[30]);
      }
      if (at % 120 == 30) {
        scoring.learn(batch, absent);
        silent.learn(batch, absent);
      }
      if (at == 300) {
        scoring.learned(changed(scoring.learned()));
        silent.learned(changed(silent.learned()));
      }
      scoring.update(batch);
      silent.update(batch);
    }
    assertThat(records(scoring)).isEqualTo(records(silent));
  }

  @Test
  void recordsReadFromElsewhereAreSeenAtOnce() {
    Nat nat = new Nat(SMALL, 3);
    EdgeBatch all = Edges.communities(300, 2, 4);
    nat.update(Edges.part(all, 0, 200));
    Nat other = new Nat(SMALL, 3);
    other.update(Edges.part(all, 50, 250));
    EdgeBatch batch = Edges.part(all, 250, 300);
    float[] before = new float[50];
    nat.score(batch, before);
    HeapNodes from = (HeapNodes) other.nodes();
    HeapNodes to = (HeapNodes) nat.nodes();
    to.clear();
    for (int slot = 1; slot < from.slots(); slot++) {
      to.decode(from.id(slot), from.encode(slot));
    }
    float[] after = new float[50];
    float[] expected = new float[50];
    nat.score(batch, after);
    other.score(batch, expected);
    assertThat(after).isEqualTo(expected).isNotEqualTo(before);
    nat.update(batch);
    other.update(batch);
    assertThat(records(nat)).isEqualTo(records(other));
  }

  private static float[] changed(float[] values) {
    values[values.length / 2] += 0.1f;
    return values;
  }

  private static List<String> records(Nat nat) {
    HeapNodes nodes = (HeapNodes) nat.nodes();
    List<String> records = new ArrayList<>();
    for (int slot = 1; slot < nodes.slots(); slot++) {
      records.add(nodes.id(slot) + ": " + Arrays.hashCode(nodes.encode(slot)));
    }
    return records;
  }

  @Test
  void overlapCountsPatternsOfDistinctKeys() {
    Overlap overlap = new Overlap();
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      overlap.clear();
      int[] expected = new int[Overlap.PATTERNS];
      java.util.Map<Long, Integer> bits = new java.util.HashMap<>();
      int marks = random.nextInt(250);
      for (int i = 0; i < marks; i++) {
        long key = random.nextInt(60) * 1024L;
        int bit = 1 << random.nextInt(6);
        overlap.mark(key, bit);
        bits.merge(key, bit, (a, b) -> a | b);
      }
      bits.values().forEach(b -> expected[b]++);
      float[] actual = new float[Overlap.PATTERNS];
      overlap.histogram(actual, 0);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void newcomersTakeOccupiedSlotsAsOftenAsAsked() {
    NodeLayout layout = new NodeLayout();
    Cache cache = new Cache(layout, 1, 2, 0, 0.7, 5);
    HeapNodes nodes = new HeapNodes(layout);
    int node = nodes.slot(77);
    float[] vector = {1, 2};
    int taken = 0;
    for (int id = 0; id < 4000; id++) {
      boolean admitted = cache.admits(nodes, node, 0, id, 10L * id);
      if (admitted) {
        cache.put(nodes, node, 0, id, 10L * id, vector, 0, null, 0);
        assertThat(cache.holds(nodes, node, 0, id)).isTrue();
        assertThat(cache.time(nodes, node, 0)).isEqualTo(10L * id);
      }
      taken += admitted ? 1 : 0;
    }
    assertThat(taken / 4000.0).isCloseTo(0.7, within(0.03));
    assertThat(cache.taken(nodes, node)).isEqualTo(1);
  }

  @Test
  void idsSpreadOverAllSlots() {
    Cache cache = new Cache(new NodeLayout(), 32, 1, 0, 1, 5);
    Set<Integer> seen = new HashSet<>();
    for (long id = 0; id < 500; id++) {
      assertThat(cache.slotOf(id * 1000)).isBetween(0, 31);
      seen.add(cache.slotOf(id * 1000));
    }
    assertThat(seen).hasSize(32);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> SMALL.caching(65, 4, 0.5)).hasMessageContaining("near=65");
    assertThatThrownBy(() -> SMALL.caching(4, 4, 0)).hasMessageContaining("replacement=0");
  }
}
