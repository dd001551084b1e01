/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotStateTest {
  private static final long ENTRY = 192 + 100;

  /** A store of bytes: what it hands out is always a copy. */
  private static class CopyingStore implements ColdStore<String, int[]> {
    final Map<String, int[]> values = new HashMap<>();
    final List<String> log = new ArrayList<>();

    @Override
    public int[] read(String key) {
      log.add("read " + key);
      int[] value = values.get(key);
      return value == null ? null : value.clone();
    }

    @Override
    public void write(String key, int[] state) {
      log.add("write " + key);
      values.put(key, state.clone());
    }

    @Override
    public void delete(String key) {
      log.add("delete " + key);
      values.remove(key);
    }

    @Override
    public boolean sharesObjects() {
      return false;
    }
  }

  private final CopyingStore cold = new CopyingStore();

  private HotState<String, int[]> hot(long budget) {
    return new HotState<>(cold, state -> 100, budget);
  }

  @Test
  void twoReadsOfAKeyGiveTheSameLiveObject() throws IOException {
    cold.values.put("a", new int[] {1});
    HotState<String, int[]> hot = hot(0);
    int[] first = hot.acquire("a").state();
    hot.acquire("b");
    assertThat(hot.acquire("a").state()).isSameAs(first);
    assertThat(hot.statistics().hits()).isEqualTo(1);
    assertThat(hot.statistics().misses()).isEqualTo(2);
  }

  @Test
  void aHotKeyIsReadOnceOverManyBundles() throws IOException {
    cold.values.put("a", new int[] {1});
    HotState<String, int[]> hot = hot(10 * ENTRY);
    for (int i = 0; i < 10; i++) {
      Slot<String, int[]> slot = hot.acquire("a");
      slot.state()[0]++;
      hot.changed(slot);
      hot.endBundle();
    }
    assertThat(cold.log).containsExactly("read a");
    hot.writeBack();
    assertThat(cold.log).containsExactly("read a", "write a");
    assertThat(cold.values.get("a")).containsExactly(11);
  }

  @Test
  void onlyChangedEntriesAreWritten() throws IOException {
    cold.values.put("a", new int[] {1});
    cold.values.put("b", new int[] {1});
    HotState<String, int[]> hot = hot(10 * ENTRY);
    hot.acquire("a");
    hot.changed(hot.acquire("b"));
    hot.endBundle();
    assertThat(hot.statistics().dirty()).isEqualTo(1);
    hot.writeBack();
    hot.writeBack();
    assertThat(cold.log).containsExactly("read a", "read b", "write b");
    assertThat(hot.statistics().dirty()).isZero();
  }

  @Test
  void theEntryUsedLongestAgoIsEvictedAndWrittenIfChanged() throws IOException {
    HotState<String, int[]> hot = hot(2 * ENTRY);
    for (String key : List.of("a", "b", "a", "c")) {
      hot.replace(hot.acquire(key), new int[] {key.charAt(0)});
      hot.endBundle();
    }
    assertThat(cold.log).containsExactly("read a", "read b", "read c", "write b");
    assertThat(hot.statistics().evictions()).isEqualTo(1);
    assertThat(hot.acquire("b").state()).containsExactly('b');
  }

  @Test
  void whatIsEvictedLeavesTheHeapBeforeTheNextSnapshot() throws IOException {
    HotState<String, int[]> hot = hot(ENTRY);
    Slot<String, int[]> evicted = hot.acquire("a");
    hot.replace(evicted, new int[] {7});
    hot.endBundle();
    assertThat(evicted.state()).containsExactly(7);
    hot.replace(hot.acquire("b"), new int[] {8});
    hot.endBundle();
    assertThat(evicted.state()).as("the state of a slot that nobody can find").isNull();
    hot.writeBack();
    assertThat(cold.values.get("a")).containsExactly(7);
  }

  @Test
  void pinnedEntriesOutlastTheBudgetUntilTheBundleEnds() throws IOException {
    HotState<String, int[]> hot = hot(ENTRY);
    List<Slot<String, int[]>> slots = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Slot<String, int[]> slot = hot.acquire("k" + i);
      hot.replace(slot, new int[] {i});
      slots.add(slot);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(hot.acquire("k" + i)).isSameAs(slots.get(i));
    }
    assertThat(hot.statistics().evictions()).isZero();
    hot.endBundle();
    assertThat(hot.statistics().entries()).isEqualTo(1);
    assertThat(hot.statistics().bytes()).isEqualTo(ENTRY);
    assertThat(cold.values).hasSize(19);
  }

  @Test
  void grownStatesAreMeasuredAgain() throws IOException {
    HotState<String, int[]> hot = growing();
    hot.replace(hot.acquire("a"), new int[100]);
    hot.endBundle();
    assertThat(hot.statistics().bytes()).isEqualTo(192 + 400);
    hot.replace(hot.acquire("a"), new int[700]);
    hot.endBundle();
    hot.replace(hot.acquire("b"), new int[1]);
    hot.endBundle();
    assertThat(hot.statistics().bytes()).isEqualTo(192 + 4);
    assertThat(cold.values.get("a")).hasSize(700);
  }

  @Test
  void aStateLargerThanTheBudgetIsNotWrittenForEveryUse() throws IOException {
    HotState<String, int[]> hot = growing();
    for (int use = 0; use < 5; use++) {
      hot.replace(hot.acquire("a"), new int[1000]);
      hot.endBundle();
    }
    assertThat(cold.log).containsExactly("read a");
    hot.replace(hot.acquire("b"), new int[2]);
    hot.endBundle();
    assertThat(cold.log).containsExactly("read a", "read b", "write a");
    assertThat(hot.statistics().bytes()).as("of b alone").isEqualTo(192 + 8);
  }

  /** Within 3000 bytes. */
  private HotState<String, int[]> growing() {
    return new HotState<>(cold, state -> 4L * state.length, 3000);
  }

  @Test
  void aKeyWithoutStateLeavesNothingBehind() throws IOException {
    HotState<String, int[]> hot = hot(10 * ENTRY);
    assertThat(hot.acquire("nobody").state()).isNull();
    hot.endBundle();
    assertThat(hot.statistics().entries()).isZero();
    assertThat(hot.statistics().bytes()).isZero();
  }

  @Test
  void aRemovedKeyIsGoneHereAndInTheStore() throws IOException {
    cold.values.put("a", new int[] {1});
    HotState<String, int[]> hot = hot(10 * ENTRY);
    hot.changed(hot.acquire("a"));
    hot.remove("a");
    hot.endBundle();
    hot.writeBack();
    assertThat(cold.values).isEmpty();
    assertThat(hot.acquire("a").state()).isNull();
    assertThat(hot.statistics().dirty()).isZero();
  }

  @Test
  void writingBackWithinABundleIsRefusedByKey() throws IOException {
    HotState<String, int[]> hot = hot(10 * ENTRY);
    hot.acquire("a");
    assertThatThrownBy(hot::writeBack)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key a")
        .hasMessageContaining("endBundle");
  }

  @Test
  void aNegativeBudgetIsRefused() {
    assertThatThrownBy(() -> hot(-1)).hasMessageContaining("budgetBytes is -1");
  }

  @Test
  void notesLastForOneBundle() throws IOException {
    HotState<String, int[]> hot = hot(10 * ENTRY);
    hot.replace(hot.acquire("a"), new int[1]);
    hot.acquire("a").note("here");
    assertThat(hot.acquire("a").note()).isEqualTo("here");
    hot.endBundle();
    assertThat(hot.acquire("a").note()).isNull();
  }

  @Test
  void aSharingStoreSeesNoChangeAfterTheSnapshotBegan() throws IOException {
    Map<String, int[]> table = new HashMap<>();
    ColdStore<String, int[]> sharing =
        new CopyingStore() {
          @Override
          public int[] read(String key) {
            // as Flink's heap tables do once a snapshot was taken
            table.computeIfPresent(key, (k, value) -> value.clone());
            return table.get(key);
          }

          @Override
          public void write(String key, int[] state) {
            table.put(key, state);
          }

          @Override
          public boolean sharesObjects() {
            return true;
          }
        };
    HotState<String, int[]> hot = new HotState<>(sharing, state -> 100, 10 * ENTRY);
    hot.replace(hot.acquire("a"), new int[] {1});
    hot.endBundle();
    hot.writeBack();
    Map<String, int[]> snapshot = new HashMap<>(table);
    Slot<String, int[]> slot = hot.acquire("a");
    slot.state()[0] = 2;
    hot.changed(slot);
    hot.endBundle();
    assertThat(snapshot.get("a")).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, ENTRY, 5 * ENTRY, 1000 * ENTRY})
  void whateverTheBudgetTheStoreEndsAsWithoutACache(long budget) throws IOException {
    HotState<String, int[]> hot = hot(budget);
    Map<String, Integer> plain = new HashMap<>();
    Random random = new Random(budget);
    for (int bundle = 0; bundle < 500; bundle++) {
      for (int i = random.nextInt(12); i >= 0; i--) {
        String key = "k" + random.nextInt(30);
        Slot<String, int[]> slot = hot.acquire(key);
        if (slot.state() == null) {
          hot.replace(slot, new int[1]);
        }
        slot.state()[0]++;
        hot.changed(slot);
        plain.merge(key, 1, Integer::sum);
      }
      hot.endBundle();
      if (random.nextInt(10) == 0) {
        String key = "k" + random.nextInt(30);
        hot.remove(key);
        plain.remove(key);
      }
      if (random.nextInt(20) == 0) {
        hot.writeBack();
        assertThat(cold.values).hasSameSizeAs(plain);
        plain.forEach((key, count) -> assertThat(cold.values.get(key)).containsExactly(count));
      }
      assertThat(hot.statistics().bytes()).isLessThanOrEqualTo(budget);
    }
  }
}
