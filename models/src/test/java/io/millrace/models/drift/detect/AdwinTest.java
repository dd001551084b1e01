/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class AdwinTest {
  private static final double DELTA = 0.01;

  @Test
  void theWindowIsExactlyTheLastValues() {
    Random random = new Random(1);
    check(() -> DetectorContractTest.error(random, 0.3), 6_000);
    check(random::nextDouble, 6_000);
    check(() -> random.nextGaussian() * 1e3, 6_000);
    int[] count = new int[1];
    check(() -> DetectorContractTest.error(random, count[0]++ / 1_500 % 2 * 0.6 + 0.1), 12_000);
    check(() -> count[0]++ / 1_100 % 2 + random.nextDouble(), 12_000);
    check(() -> count[0]++ % 3_000 < 1_000 ? 1 : random.nextDouble(), 12_000);
  }

  private static void check(DoubleSupplier source, int count) {
    Adwin adwin = new Adwin(DELTA);
    double[] all = new double[count];
    for (int i = 0; i < count; i++) {
      all[i] = source.getAsDouble();
      boolean drift = adwin.add(all[i]) == Level.DRIFT;
      long width = adwin.width();
      assertThat(width).isBetween(1L, i + 1L);
      if (!drift && i > 0 && i % 50 != 0) {
        continue;
      }
      double sum = 0;
      for (int k = i + 1 - (int) width; k <= i; k++) {
        sum += all[k];
      }
      double mean = sum / width;
      double squares = 0;
      for (int k = i + 1 - (int) width; k <= i; k++) {
        squares += (all[k] - mean) * (all[k] - mean);
      }
      double scale = Math.max(1, Math.abs(mean));
      assertThat(adwin.mean()).isCloseTo(mean, within(1e-9 * scale));
      assertThat(adwin.variance())
          .isCloseTo(squares / width, within(1e-7 * Math.max(1, squares / width)));
      assertThat(adwin.buckets())
          .isLessThanOrEqualTo((int) (5 * (Math.log(width / 5.0 + 1) / Math.log(2) + 2)));
    }
  }

  @Test
  void theWindowIsCutWhereABruteForceOracleCutsIt() {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      Adwin adwin = new Adwin(DELTA);
      Oracle oracle = new Oracle();
      int cuts = 0;
      for (int i = 0; i < 6_000; i++) {
        double shift = i / 1_000 % 2 * 0.3;
        double value =
            seed % 2 == 0
                ? DetectorContractTest.error(random, 0.2 + shift)
                : random.nextDouble() / 2 + shift;
        boolean drift = adwin.add(value) == Level.DRIFT;
        assertThat(drift).isEqualTo(oracle.add(value));
        assertThat(adwin.width()).isEqualTo(oracle.width());
        assertThat(adwin.buckets()).isEqualTo(oracle.buckets.size());
        cuts += drift ? 1 : 0;
      }
      assertThat(cuts).isGreaterThan(3);
    }
  }

  /** Keeps every value, and computes each mean and variance from them. */
  private static final class Oracle {
    /** Oldest first. */
    private final List<double[]> buckets = new ArrayList<>();

    private int count;

    boolean add(double value) {
      buckets.add(new double[] {value});
      for (int size = 1; ; size *= 2) {
        int first = -1;
        int same = 0;
        for (int b = buckets.size() - 1; b >= 0; b--) {
          if (buckets.get(b).length == size) {
            first = b;
            same++;
          }
        }
        if (same <= 5) {
          break;
        }
        double[] merged = Arrays.copyOf(buckets.get(first), 2 * size);
        System.arraycopy(buckets.remove(first + 1), 0, merged, size, size);
        buckets.set(first, merged);
      }
      boolean cut = false;
      while (++count % 32 == 0 && width() > 10 && cuttable()) {
        buckets.remove(0);
        count--;
        cut = true;
      }
      return cut;
    }

    int width() {
      return values(0, buckets.size()).length;
    }

    private double[] values(int from, int to) {
      return buckets.subList(from, to).stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private boolean cuttable() {
      double[] all = values(0, buckets.size());
      double mean = Arrays.stream(all).average().orElseThrow();
      double variance = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).sum() / all.length;
      double log = Math.log(2 * Math.log(all.length) / DELTA);
      for (int b = 1; b < buckets.size(); b++) {
        double[] older = values(0, b);
        double[] newer = values(b, buckets.size());
        if (older.length >= 5 && newer.length >= 5) {
          double m = 1.0 / (older.length - 4) + 1.0 / (newer.length - 4);
          double bound = Math.sqrt(2 * m * variance * log) + 2.0 / 3 * log * m;
          double distance =
              Arrays.stream(older).average().orElseThrow()
                  - Arrays.stream(newer).average().orElseThrow();
          if (Math.abs(distance) > bound) {
            return true;
          }
        }
      }
      return false;
    }
  }

  @Test
  void aSteadyMeanKeepsAllValues() {
    int shrunk = 0;
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Adwin adwin = new Adwin(0.002);
      for (int i = 0; i < 3_000; i++) {
        adwin.add(DetectorContractTest.error(random, 0.4));
      }
      shrunk += adwin.width() < 3_000 ? 1 : 0;
    }
    assertThat(shrunk).isLessThanOrEqualTo(5);
  }

  @Test
  void theWindowForgetsTheMeanBeforeAChange() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      Adwin adwin = new Adwin(0.002);
      for (int i = 0; i < 4_000; i++) {
        adwin.add(DetectorContractTest.error(random, i < 3_000 ? 0.2 : 0.6));
      }
      assertThat(adwin.width()).isBetween(500L, 1_200L);
      assertThat(adwin.mean()).isCloseTo(0.6, within(0.08));
      assertThat(adwin.magnitude()).isPositive();
    }
  }

  @Test
  void aFallIsADriftOfNegativeMagnitude() {
    Random random = new Random(2);
    Adwin adwin = new Adwin(0.002);
    for (int i = 0; i < 1_000; i++) {
      adwin.add(DetectorContractTest.error(random, 0.6));
    }
    DoubleSupplier seldom = () -> DetectorContractTest.error(random, 0.1);
    assertThat(DetectorContractTest.untilDrift(adwin, seldom, 300)).isLessThan(300);
    assertThat(adwin.magnitude()).isNegative();
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new Adwin(0)).hasMessageContaining("ADWIN: delta is 0.0");
    assertThatThrownBy(() -> new Adwin(1)).hasMessageContaining("ADWIN: delta is 1.0");
  }
}
