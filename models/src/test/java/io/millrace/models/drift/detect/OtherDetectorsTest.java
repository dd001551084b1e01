/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OtherDetectorsTest {
  @Test
  void ddmWarnsBeforeItAlarms() {
    Random random = new Random(1);
    int warned = 0;
    for (int seed = 0; seed < 20; seed++) {
      Ddm ddm = new Ddm();
      for (int i = 0; i < 500; i++) {
        ddm.add(DetectorContractTest.error(random, 0.2));
      }
      boolean warning = false;
      Level level = Level.NONE;
      for (int i = 0; i < 500 && level != Level.DRIFT; i++) {
        level = ddm.add(DetectorContractTest.error(random, 0.5));
        warning |= level == Level.WARNING;
      }
      warned += warning ? 1 : 0;
    }
    assertThat(warned).isGreaterThan(15);
  }

  @Test
  void ddmAlarmsWhereTheRatePassesThreeDeviations() {
    Ddm ddm = new Ddm();
    int count = 0;
    int errors = 0;
    for (int i = 0; i < 200; i++) {
      int value = i % 5 == 0 ? 1 : 0;
      count++;
      errors += value;
      assertThat(ddm.add(value)).isNotEqualTo(Level.DRIFT);
    }
    double best = Double.POSITIVE_INFINITY;
    double limit = 0;
    for (int n = 30; n <= count; n++) {
      int seen = (n + 4) / 5;
      double rate = (double) seen / n;
      double deviation = Math.sqrt(rate * (1 - rate) / n);
      if (rate + deviation <= best) {
        best = rate + deviation;
        limit = rate + 3 * deviation;
      }
    }
    boolean beyond = false;
    while (!beyond && count < 300) {
      count++;
      errors++;
      double rate = (double) errors / count;
      beyond = rate + Math.sqrt(rate * (1 - rate) / count) > limit;
      assertThat(ddm.add(1) == Level.DRIFT).isEqualTo(beyond);
    }
    assertThat(count).isLessThan(260);
  }

  @Test
  void eddmSeesErrorsGetCloser() {
    Eddm eddm = new Eddm();
    Random random = new Random(3);
    for (int e = 0; e < 40; e++) {
      int gap = 15 + random.nextInt(10);
      for (int i = 0; i < gap; i++) {
        eddm.add(0);
      }
      eddm.add(1);
    }
    int errors = 0;
    boolean warned = false;
    Level level = Level.NONE;
    while (errors < 100 && level != Level.DRIFT) {
      for (int i = 0; i < 4; i++) {
        eddm.add(0);
      }
      level = eddm.add(1);
      warned |= level == Level.WARNING;
      errors++;
    }
    assertThat(warned).isTrue();
    assertThat(errors).isLessThan(60);
  }

  @Test
  void detectorsOfErrorsTakeErrorsOnly() {
    assertThatThrownBy(() -> new Ddm().add(0.5)).hasMessageContaining("value 0.5");
    assertThatThrownBy(() -> new Eddm().add(2)).hasMessageContaining("value 2.0");
  }

  @Test
  void pageHinkleyMeasuresTheRise() {
    PageHinkley detector = new PageHinkley(0.5, 50, 1);
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      assertThat(detector.add(10 + random.nextGaussian())).isEqualTo(Level.NONE);
    }
    int taken = DetectorContractTest.untilDrift(detector, () -> 13 + random.nextGaussian(), 1_000);
    assertThat(taken).isBetween(10, 35);
    assertThat(detector.magnitude()).isCloseTo(3, within(1.2));
  }

  @Test
  void kswinSeesAChangeOfSpreadWithoutOneOfTheMean() {
    Kswin detector = new Kswin(7);
    Random random = new Random(5);
    int false1 = 0;
    for (int i = 0; i < 1_000; i++) {
      false1 += detector.add(random.nextGaussian()) == Level.DRIFT ? 1 : 0;
    }
    assertThat(false1).isLessThan(6);
    int taken = DetectorContractTest.untilDrift(detector, () -> 8 * random.nextGaussian(), 1_000);
    assertThat(taken).isLessThan(400);
  }

  @Test
  void theKolmogorovDistanceIsThatOfTheDistributions() {
    assertThat(Kswin.distance(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, 4})).isZero();
    assertThat(Kswin.distance(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8})).isOne();
    assertThat(Kswin.distance(new double[] {0, 0, 0, 1}, new double[] {0, 1, 1, 1})).isEqualTo(0.5);
    assertThat(Kswin.distance(new double[] {1, 1, 2, 2}, new double[] {1, 2, 2, 3}))
        .isEqualTo(0.25);
  }

  @Test
  void theCriticalDistanceMatchesTables() {
    // Two samples of 30: 1.36 and 1.63 times the root of 2/30, less the correction.
    assertThat(Kswin.critical(30, 0.05)).isCloseTo(1.358 * Math.sqrt(2.0 / 30), within(0.02));
    assertThat(Kswin.critical(30, 0.01)).isCloseTo(1.628 * Math.sqrt(2.0 / 30), within(0.02));
    assertThat(Kswin.exceeds(0, 30)).isOne();
    assertThat(Kswin.exceeds(1, 30)).isLessThan(1e-9);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new Ddm(30, 3, 2)).hasMessageContaining("DDM: drift is 2.0");
    assertThatThrownBy(() -> new Eddm(0.9, 0.95)).hasMessageContaining("EDDM: drift is 0.95");
    assertThatThrownBy(() -> new PageHinkley(0, 0, 1))
        .hasMessageContaining("Page-Hinkley: threshold is 0.0");
    assertThatThrownBy(() -> new Kswin(50, 30, 0.1, 1))
        .hasMessageContaining("KSWIN: size is 50.0, must be at least twice the newest");
  }
}
