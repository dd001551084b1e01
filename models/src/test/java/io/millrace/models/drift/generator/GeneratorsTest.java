/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorsTest {
  private static final String[] DIGITS = {
    "1110111", "0010010", "1011101", "1011011", "0111010",
    "1101011", "1101111", "1010010", "1111111", "1111011"
  };

  @ParameterizedTest
  @EnumSource
  void benchmarksOfOneSeedAreEqualAndOfAnotherDiffer(Benchmark benchmark) {
    long fingerprint = Fingerprint.of(benchmark.open(3), 2_000);
    assertThat(Fingerprint.of(benchmark.open(3), 2_000)).isEqualTo(fingerprint);
    assertThat(Fingerprint.of(benchmark.open(4), 2_000)).isNotEqualTo(fingerprint);
  }

  @ParameterizedTest
  @EnumSource
  void instancesKeepToTheSchema(Benchmark benchmark) {
    InstanceStream stream = benchmark.open(5);
    Instance instance = stream.schema().newInstance();
    boolean[] seen = new boolean[stream.schema().classes().size()];
    for (int n = 0; n < 5_000; n++) {
      assertThat(stream.next(instance)).isTrue();
      seen[instance.label] = true;
      for (int i = 0; i < instance.x.length; i++) {
        assertThat(instance.x[i]).isFinite();
        if (stream.schema().attributes().get(i) instanceof Attribute.Nominal nominal) {
          assertThat(instance.x[i]).isBetween(0.0, nominal.values().size() - 1.0);
          assertThat(instance.x[i]).isEqualTo(Math.rint(instance.x[i]));
        }
      }
    }
    assertThat(seen).doesNotContain(false);
  }

  @Test
  void benchmarksGoByTheirNames() {
    assertThat(Benchmark.find("rbf-f")).contains(Benchmark.RBF_FAST);
    assertThat(Benchmark.find("RBF_FAST")).isEmpty();
  }

  @Test
  void segmentsShowTheDigitWhereverTheyHaveDriftedTo() {
    Led stream = new Led(3, 0, 11);
    Instance instance = stream.schema().newInstance();
    for (int n = 0; n < 1_000; n++) {
      stream.next(instance);
      String digit = DIGITS[instance.label];
      for (int i = 0; i < 7; i++) {
        assertThat(instance.x[i < 3 ? 7 + i : i]).isEqualTo(digit.charAt(i) - '0');
      }
    }
  }

  @Test
  void aTenthOfTheSegmentsFails() {
    Led stream = new Led(0, 10, 12);
    Instance instance = stream.schema().newInstance();
    int failures = 0;
    for (int n = 0; n < 20_000; n++) {
      stream.next(instance);
      for (int i = 0; i < 7; i++) {
        failures += instance.x[i] == DIGITS[instance.label].charAt(i) - '0' ? 0 : 1;
      }
    }
    assertThat(failures / 140_000.0).isCloseTo(0.1, within(0.005));
  }

  @Test
  void aTenthOfTheSeaLabelsIsTurnedOver() {
    Sea stream = new Sea(2, 10, 13);
    Instance instance = stream.schema().newInstance();
    int turned = 0;
    for (int n = 0; n < 20_000; n++) {
      stream.next(instance);
      turned += instance.label == (instance.x[0] + instance.x[1] <= 9 ? 0 : 1) ? 0 : 1;
    }
    assertThat(turned / 20_000.0).isCloseTo(0.1, within(0.01));
  }

  @Test
  void movingCentresTurnRoundAtTheWalls() {
    // At such a speed a centre that did not turn would be a hundred edges away.
    InstanceStream stream = new RadialBasis(RadialBasis.Settings.defaults(1).drifting(0.1));
    Instance instance = stream.schema().newInstance();
    double sum = 0;
    for (int n = 0; n < 3_000; n++) {
      stream.next(instance);
      sum += instance.x[n % 10];
    }
    assertThat(sum / 3_000).isBetween(0.3, 0.7);
  }

  @Test
  void aHyperplaneWithoutChangeSeparatesItsClasses() {
    Hyperplane stream = new Hyperplane(new Hyperplane.Settings(1, 0, 0, 0, 0, 3));
    Instance instance = stream.schema().newInstance();
    for (int n = 0; n < 1_000; n++) {
      stream.next(instance);
      assertThat(instance.label).isEqualTo(instance.x[0] >= 0.5 ? 1 : 0);
    }
  }

  @Test
  void aRotatingHyperplaneIsSomewhereElseInTheEnd() {
    InstanceStream still = new Hyperplane(new Hyperplane.Settings(2, 0, 0.1, 0, 0, 4));
    InstanceStream rotating = new Hyperplane(new Hyperplane.Settings(2, 1, 0.1, 0, 0, 4));
    Instance a = still.schema().newInstance();
    Instance b = rotating.schema().newInstance();
    int differ = 0;
    for (int n = 0; n < 500; n++) {
      still.next(a);
      rotating.next(b);
      // The rotating one draws once more per instance, so only its own geometry is compared.
      differ += n >= 300 && b.label != (b.x[0] >= 0.5 ? 1 : 0) ? 1 : 0;
    }
    // A weight that has grown by 50 makes the first attribute decide alone.
    assertThat(differ).isLessThan(5);
  }

  @Test
  void applicantsWithoutPerturbationKeepTheRelationsOfThePaper() {
    Agrawal stream = new Agrawal(1, 0, 5);
    Instance applicant = stream.schema().newInstance();
    for (int n = 0; n < 2_000; n++) {
      stream.next(applicant);
      double[] x = applicant.x;
      assertThat(x[1] == 0).isEqualTo(x[0] >= 75_000);
      double base = (9 - x[5]) * 100_000;
      assertThat(x[6]).isBetween(0.5 * base, 1.5 * base);
      assertThat(applicant.label).isEqualTo(x[2] < 40 || x[2] >= 60 ? 0 : 1);
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Sea(5, 10, 1)).hasMessageContaining("use 1 to 4");
    assertThatThrownBy(() -> new Sea(1, 101, 1)).hasMessageContaining("from 0 to 100");
    assertThatThrownBy(() -> new Led(8, 10, 1)).hasMessageContaining("use 0 to 7");
    assertThatThrownBy(() -> new Agrawal(0, 0.05, 1)).hasMessageContaining("1 to 10");
    assertThatThrownBy(() -> new Agrawal(1, Double.NaN, 1)).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> new RadialBasis.Settings(2, 10, 5, 6, 0, 1, 1))
        .hasMessageContaining("5 centroids of which 6 drift");
    assertThatThrownBy(() -> new RandomTree.Settings(2, 3, 0, 5, 5, 3, 0.15, 1, 1))
        .hasMessageContaining("no deeper");
    assertThatThrownBy(() -> new Hyperplane.Settings(2, 3, 0, 10, 5, 1))
        .hasMessageContaining("2 attributes of which 3 drift");
  }
}
