/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorContractTest {
  static List<Supplier<Detector>> all() {
    return List.of(
        () -> new Adwin(0.002),
        Ddm::new,
        Eddm::new,
        () -> new PageHinkley(0.005, 20, 0.9999),
        () -> new Kswin(5));
  }

  @ParameterizedTest
  @MethodSource("all")
  void restoredDetectorAgreesWithTheOriginal(Supplier<Detector> made) {
    for (int before : new int[] {0, 1, 17, 1_000, 5_013}) {
      Random random = new Random(before);
      Detector original = made.get();
      for (int i = 0; i < before; i++) {
        original.add(error(random, 0.1 + 0.3 * (i / 700 % 2)));
      }
      PieceWriter out = new PieceWriter().begin();
      original.write(out);
      Detector restored = made.get();
      restored.add(1);
      PieceReader in = new PieceReader(0, out.bytes(), out.length());
      restored.read(in);
      in.end();
      int drifts = 0;
      for (int i = 0; i < 10_000; i++) {
        double value = error(random, 0.1 + 0.3 * (i / 900 % 2));
        Level level = original.add(value);
        assertThat(restored.add(value)).isEqualTo(level);
        assertThat(restored.magnitude()).isEqualTo(original.magnitude());
        assertThat(restored.heapBytes()).isEqualTo(original.heapBytes());
        drifts += level == Level.DRIFT ? 1 : 0;
      }
      assertThat(drifts).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRiseOfTheErrorsIsADriftSoon(Supplier<Detector> made) {
    int late = 0;
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Detector detector = made.get();
      for (int i = 0; i < 1_000; i++) {
        detector.add(error(random, 0.1));
      }
      boolean soon = untilDrift(detector, () -> error(random, 0.7), 250) < 250;
      late += soon ? 0 : 1;
      if (soon) {
        assertThat(detector.magnitude()).as("seed %d", seed).isPositive();
      }
    }
    assertThat(late).isLessThan(5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void steadyErrorsSeldomAlarm(Supplier<Detector> made) {
    int drifts = 0;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Detector detector = made.get();
      for (int i = 0; i < 2_000; i++) {
        drifts += detector.add(error(random, 0.3)) == Level.DRIFT ? 1 : 0;
      }
    }
    // EDDM is known to alarm often: its greatest distance is an extreme of many.
    assertThat(drifts).isLessThan(made.get() instanceof Eddm ? 400 : 40);
  }

  @ParameterizedTest
  @MethodSource("all")
  void resetForgetsEverything(Supplier<Detector> made) {
    Detector used = made.get();
    Detector fresh = made.get();
    Random random = new Random(3);
    for (int i = 0; i < 777; i++) {
      used.add(error(random, 0.2));
    }
    used.reset();
    for (int i = 0; i < 5_000; i++) {
      double value = error(random, i < 3_000 ? 0.1 : 0.8);
      assertThat(used.add(value)).isEqualTo(fresh.add(value));
    }
    assertThat(used.magnitude()).isEqualTo(fresh.magnitude());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsNoNumberIsRefused(Supplier<Detector> made) {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> made.get().add(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("value " + value);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void damagedBytesAreRefused(Supplier<Detector> made) {
    Detector detector = made.get();
    for (int i = 0; i < 500; i++) {
      detector.add(i % 2);
    }
    PieceWriter out = new PieceWriter().begin();
    detector.write(out);
    byte[] bytes = Arrays.copyOf(out.bytes(), out.length());
    for (int length = 0; length < bytes.length; length++) {
      PieceReader in = new PieceReader(0, bytes, length);
      assertThatThrownBy(() -> made.get().read(in))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ends too early");
    }
  }

  /** Values before the first drift, or the limit. */
  static int untilDrift(Detector detector, DoubleSupplier values, int limit) {
    for (int i = 0; i < limit; i++) {
      if (detector.add(values.getAsDouble()) == Level.DRIFT) {
        return i;
      }
    }
    return limit;
  }

  static double error(Random random, double rate) {
    return random.nextDouble() < rate ? 1 : 0;
  }
}
