/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import io.millrace.models.neural.Bag;
import io.millrace.models.piece.MemoryPieces;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts that experts are made of. */
class ExpertsTest {
  @Test
  void numbersAreStandardisedByWhatCameBefore() {
    Normaliser normaliser = new Normaliser(new int[] {1}, 1e-6);
    Random random = new Random(1);
    assertThat(normaliser.standardised(0, 5)).isZero();
    for (int i = 0; i < 50_000; i++) {
      normaliser.learn(new double[] {9, 100 + 20 * random.nextGaussian()});
    }
    normaliser.learn(new double[] {9, Double.NaN});
    assertThat(normaliser.standardised(0, 120)).isCloseTo(1f, within(0.03f));
    assertThat(normaliser.standardised(0, 100)).isCloseTo(0f, within(0.03f));
    assertThat(normaliser.standardised(0, 1e30)).isEqualTo(4);
    assertThat(normaliser.standardised(0, Double.NaN)).isZero();
  }

  @Test
  void meansFade() {
    Normaliser normaliser = new Normaliser(new int[] {0}, 0.01);
    for (int i = 0; i < 3_000; i++) {
      normaliser.learn(new double[] {i < 1_000 ? i % 2 : 100 + i % 2});
    }
    assertThat(normaliser.standardised(0, 100.5)).isCloseTo(0f, within(0.1f));
    assertThat(normaliser.standardised(0, 101)).isCloseTo(1f, within(0.1f));
  }

  @Test
  void constantsAndHugeNumbersStayFinite() {
    Normaliser normaliser = new Normaliser(new int[] {0, 1}, 1e-4);
    for (int i = 0; i < 1_000; i++) {
      normaliser.learn(new double[] {7, i % 2 == 0 ? 1e30 : -1e30});
    }
    assertThat(normaliser.standardised(0, 7)).isZero();
    assertThat(normaliser.standardised(0, 8)).isEqualTo(4);
    assertThat(normaliser.standardised(1, 1e30)).isBetween(0.5f, 1.5f);
  }

  @Test
  void nominalValuesGetRowsAsTheyComeAndShareOneBeyondTheBound() {
    BitSet nominal = new BitSet();
    nominal.set(1);
    Attributes attributes = Attributes.of(2, nominal);
    Encoder encoder = new Encoder(attributes, 1e-3, 5);
    Features features = new Features(attributes);
    for (int code = 0; code < 5; code++) {
      features.take(new double[] {code, code});
      encoder.learn(features);
    }
    assertThat(row(encoder, features, 0)).isEqualTo(-1);
    assertThat(row(encoder, features, 1)).isEqualTo(3);
    assertThat(row(encoder, features, 2)).isEqualTo(4);
    assertThat(row(encoder, features, 3)).as("the attribute's own").isEqualTo(2);
    assertThat(row(encoder, features, 4)).isEqualTo(2);
    assertThat(row(encoder, features, 9)).as("never seen").isEqualTo(-1);

    MemoryPieces store = new MemoryPieces();
    encoder.writeChanges(store);
    Encoder restored = new Encoder(attributes, 1e-3, 5);
    restored.restore(store.source());
    for (int code = 0; code < 10; code++) {
      assertThat(row(restored, features, code)).isEqualTo(row(encoder, features, code));
    }
    restored.writeChanges(store);
    assertThat(store.puts()).isEqualTo(2);
  }

  /** Of a bag's second row, after the one that is always there. */
  private static int row(Encoder encoder, Features features, int code) {
    features.take(new double[] {Double.NaN, code});
    Bag bag = new Bag();
    encoder.encode(features, bag);
    assertThat(bag.row(0)).isEqualTo(Encoder.ALWAYS);
    return bag.size() == 1 ? -1 : bag.row(1);
  }

  @Test
  void memoryCountsLabelsPerContext() {
    Memory memory = new Memory(1_000, 1 << 20, 3);
    Map<Long, int[]> expected = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 30_000; i++) {
      long context = random.nextInt(500) * 31L;
      int label = random.nextInt(3);
      memory.learn(context, label, 1);
      expected.computeIfAbsent(context, key -> new int[3])[label]++;
    }
    expected.forEach(
        (context, counts) -> {
          for (int c = 0; c < 3; c++) {
            assertThat(memory.count(memory.find(context), c))
                .isCloseTo(counts[c], within(0.02f * (1 + counts[c])));
          }
        });
    assertThat(memory.find(99_999_999)).isEqualTo(Memory.NONE);
    assertThat(memory.count(Memory.NONE, 1)).isZero();
  }

  @Test
  void olderLabelsFade() {
    Memory memory = new Memory(10, 1 << 20, 2);
    for (int i = 0; i < 200; i++) {
      memory.learn(5, i < 150 ? 0 : 1, 1);
    }
    int slot = memory.find(5);
    assertThat(memory.count(slot, 0) + memory.count(slot, 1)).isCloseTo(10, within(0.01f));
    assertThat(memory.count(slot, 1)).isGreaterThan(9.5f);
    memory.learn(5, 0, 1e9);
    assertThat(memory.count(slot, 0)).isCloseTo(10, within(0.01f));
  }

  @Test
  void aCrowdedMemoryKeepsWhatIsMetOften() {
    Memory memory = new Memory(100, 1 << 14, 2);
    for (int i = 0; i < 200_000; i++) {
      memory.learn(1_000_000L + i, 0, 1);
      if (i % 100 == 0) {
        memory.learn(i / 100 % 20, 1, 5);
      }
    }
    assertThat(memory.heapBytes()).isLessThan(1 << 15);
    for (int context = 0; context < 20; context++) {
      assertThat(memory.count(memory.find(context), 1)).isGreaterThan(50);
    }
  }

  @Test
  void lateClassesTakeRoomFromContextsAndNotFromTheHeap() {
    int most = 1 << 21;
    Memory memory = new Memory(12, most, 2);
    for (int i = 0; i < 200_000; i++) {
      memory.learn(1_000_000L + i, 0, 1);
    }
    for (int context = 0; context < 20; context++) {
      memory.learn(context, 1, 8);
    }
    MemoryPieces store = new MemoryPieces();
    memory.writeChanges(store);
    assertThat(memory.heapBytes()).isBetween(most / 2L, most + 100L);

    memory.fitClasses(1000);
    memory.learn(30, 999, 1);
    assertThat(memory.heapBytes()).isLessThan(most + 100L);
    for (int context = 0; context < 20; context++) {
      assertThat(memory.count(memory.find(context), 1)).isCloseTo(8, within(0.01f));
    }
    memory.writeChanges(store);
    Memory restored = new Memory(12, most, 2);
    restored.restore(store.source());
    assertThat(restored.heapBytes()).isEqualTo(memory.heapBytes());
    for (int context = 0; context < 31; context++) {
      assertThat(restored.find(context)).isEqualTo(memory.find(context));
    }
    assertThat(restored.count(restored.find(30), 999)).isCloseTo(1, within(0.01f));
    restored.learn(31, 3, 1);
    restored.writeChanges(store);
    assertThat(store.all()).hasSizeLessThan(100);
  }

  @Test
  void theSmallestTableIsKeptHoweverManyClassesThereAre() {
    Memory memory = new Memory(12, 1 << 12, 2);
    memory.learn(7, 1, 1);
    memory.fitClasses(5_000);
    assertThat(memory.count(memory.find(7), 1)).isCloseTo(1, within(0.01f));
    assertThat(memory.heapBytes()).isLessThan(256L * (4 + 2 * 5_000) + 101);
  }

  @Test
  void restoredMemoryHasThePagesThatWereWritten() {
    Memory memory = new Memory(20, 1 << 16, 2);
    MemoryPieces store = new MemoryPieces();
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      memory.learn(random.nextInt(5_000), random.nextInt(2), 1);
      if (i == 5_000) {
        memory.fitClasses(3);
      }
      if (i % 999 == 0) {
        memory.writeChanges(store);
      }
    }
    memory.writeChanges(store);
    store.written();
    memory.learn(17, 2, 1);
    memory.writeChanges(store);
    assertThat(store.puts()).isGreaterThan(10);
    assertThat(store.written()).as("one page").isLessThan(1_000);
    Memory restored = new Memory(20, 1 << 16, 2);
    restored.restore(store.source());
    for (int context = 0; context < 5_000; context++) {
      int slot = memory.find(context);
      assertThat(restored.find(context)).isEqualTo(slot);
      for (int c = 0; c < 3; c++) {
        assertThat(restored.count(slot, c)).isEqualTo(memory.count(slot, c));
      }
    }
    assertThat(restored.heapBytes()).isEqualTo(memory.heapBytes());
  }

  @Test
  void contextsAreWholeValuesPairsOfThemAndLastLabels() {
    Contexts contexts = new Contexts(AdaptiveSettings.standard().memory(), Attributes.numeric(3));
    assertThat(contexts.count()).isEqualTo(3 + 6);
    Features features = new Features(Attributes.numeric(3));
    features.take(new double[] {1, 2.5, 3});
    contexts.find(features);
    long[] before = keys(contexts);
    assertThat(before[3]).isNotEqualTo(Contexts.NONE);
    assertThat(before[4]).as("1 with 2.5").isEqualTo(Contexts.NONE);
    assertThat(before[5]).as("1 with 3").isNotEqualTo(Contexts.NONE);
    assertThat(java.util.Arrays.stream(before).distinct().count()).isEqualTo(7);
  }

  @Test
  void lastLabelsChangeTheirContextsAlone() {
    Contexts contexts = new Contexts(AdaptiveSettings.standard().memory(), Attributes.numeric(1));
    Features features = new Features(Attributes.numeric(1));
    features.take(new double[] {4});
    contexts.find(features);
    long[] before = keys(contexts);
    contexts.learn(1);
    contexts.find(features);
    long[] after = keys(contexts);
    assertThat(after[0]).isEqualTo(before[0]);
    assertThat(after[1]).isNotEqualTo(before[1]);
    assertThat(after[2]).isNotEqualTo(before[2]);
    assertThat(after[3]).isEqualTo(before[3]);
    contexts.learn(2);
    contexts.learn(3);
    Contexts restored = new Contexts(AdaptiveSettings.standard().memory(), Attributes.numeric(1));
    restored.restore(contexts.history());
    restored.find(features);
    contexts.find(features);
    assertThat(keys(restored)).isEqualTo(keys(contexts));
  }

  @Test
  void manyAttributesHaveNoContexts() {
    Contexts contexts = new Contexts(AdaptiveSettings.standard().memory(), Attributes.numeric(9));
    assertThat(contexts.count()).isEqualTo(3);
  }

  private static long[] keys(Contexts contexts) {
    long[] keys = new long[contexts.count()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = contexts.key(i);
    }
    return keys;
  }

  @ParameterizedTest
  @EnumSource(
      value = Renewal.class,
      names = {"ERRORS", "ADWIN"})
  void aTreeIsRenewedAfterADriftAndNotBefore(Renewal renewal) {
    RenewedTree tree = new RenewedTree(renewal, fresh(), fresh());
    long steady = run(tree, Samples.steady(1), 20_000);
    assertThat(steady).as("false alarms").isLessThan(6);
    // All classes change places.
    run(tree, Samples.drifting(2, 3_000), 6_000);
    assertThat(tree.renewals()).isGreaterThan(steady);
  }

  @ParameterizedTest
  @EnumSource(
      value = Renewal.class,
      names = {"ERRORS", "ADWIN"})
  void aTreeThatIsNotInUseTakesNoRoom(Renewal renewal) {
    HoeffdingTree first = fresh();
    HoeffdingTree second = fresh();
    long empty = first.heapBytes();
    RenewedTree tree = new RenewedTree(renewal, first, second);
    Samples samples = Samples.drifting(2, 4_000);
    MemoryPieces store = new MemoryPieces();
    int renewed = 0;
    int inUse = 0;
    for (int i = 0; i < 60; i++) {
      long before = tree.renewals();
      run(tree, samples, 500);
      tree.writeTrees(store, 0);
      boolean both = store.all().keySet().stream().map(id -> id >> 40).distinct().count() == 2;
      inUse += both ? 1 : 0;
      if (!both) {
        renewed += tree.renewals() > before ? 1 : 0;
        assertThat(tree.tree() == first ? second.heapBytes() : first.heapBytes()).isEqualTo(empty);
      }
      assertThat(tree.heapBytes()).isGreaterThan(first.heapBytes() + second.heapBytes());
    }
    assertThat(renewed).isPositive();
    assertThat(inUse).isLessThan(60);
  }

  @Test
  void aTrialThatIsGivenUpTakesNoRoom() {
    HoeffdingTree first = fresh();
    HoeffdingTree second = fresh();
    long empty = second.heapBytes();
    RenewedTree tree = new RenewedTree(Renewal.ERRORS, first, second);
    Features features = new Features(Samples.attributes());
    Samples samples = Samples.steady(1);
    long greatest = 0;
    for (int i = 0; i < 12_000; i++) {
      samples.next();
      features.take(samples.x);
      // Errors rise for a while, whatever the tree in the background makes of it.
      boolean wrong = i > 2_000 && i < 2_020;
      tree.learn(features, samples.label, 1, wrong, i);
      greatest = Math.max(greatest, second.heapBytes());
    }
    assertThat(greatest).isGreaterThan(empty);
    assertThat(tree.tree()).isSameAs(first);
    assertThat(second.heapBytes()).isEqualTo(empty);
  }

  @Test
  void withoutRenewalTheTreeStays() {
    RenewedTree tree = new RenewedTree(Renewal.NONE, fresh(), fresh());
    HoeffdingTree first = tree.tree();
    assertThat(run(tree, Samples.drifting(2, 1_000), 10_000)).isZero();
    assertThat(tree.tree()).isSameAs(first);
  }

  private static HoeffdingTree fresh() {
    return new HoeffdingTree(HoeffdingSettings.expert(), Samples.attributes(), 3, 1);
  }

  private static long run(RenewedTree tree, Samples samples, int instances) {
    Features features = new Features(Samples.attributes());
    Votes votes = new Votes();
    for (int i = 0; i < instances; i++) {
      samples.next();
      features.take(samples.x);
      tree.tree().vote(features, votes);
      tree.learn(features, samples.label, 1, votes.winner() != samples.label, i);
    }
    return tree.renewals();
  }
}
