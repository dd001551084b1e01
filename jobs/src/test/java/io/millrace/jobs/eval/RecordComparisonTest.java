/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecordComparisonTest {
  private static final float[] NONE = {3, 0, 0, 0};
  private static final float[] NORMAL = {0, 3, 0, 0};
  private static final float[] VENTRICULAR = {0, 0, 0, 3};

  @Test
  void equalClassesAgreeAndCountInBothTables() {
    StreamedRecord streamed = StreamedRecord.silent(2);
    streamed.say(0, 0, NONE);
    streamed.say(1, 1, NORMAL);

    RecordComparison comparison = compare(new int[] {0, 3}, streamed, NONE, NORMAL);

    assertThat(comparison.disagreements()).isZero();
    assertThat(comparison.maxDifference()).isZero();
    assertThat(comparison.stream().rows()).isEqualTo(comparison.full().rows());
    assertThat(comparison.stream().rows()[3][1]).isEqualTo(1);
  }

  @Test
  void aMissingWindowIsADisagreementAndOnlyInTheTableOfFullWindows() {
    StreamedRecord streamed = StreamedRecord.silent(2);
    streamed.say(0, 0, NONE);

    RecordComparison comparison = compare(new int[] {0, 1}, streamed, NONE, NORMAL);

    assertThat(comparison.missing()).isEqualTo(1);
    assertThat(comparison.disagreements()).isEqualTo(1);
    assertThat(comparison.stream().total()).isEqualTo(1);
    assertThat(comparison.full().total()).isEqualTo(2);
  }

  @Test
  void anotherClassIsADisagreementEvenInAWindowThatIsLeftOut() {
    StreamedRecord streamed = StreamedRecord.silent(1);
    streamed.say(0, 3, VENTRICULAR);

    RecordComparison comparison = compare(new int[] {BlockLabels.LEFT_OUT}, streamed, NORMAL);

    assertThat(comparison.disagreements()).isEqualTo(1);
    assertThat(comparison.leftOut()).isEqualTo(1);
    assertThat(comparison.maxDifference()).isEqualTo(3);
    assertThat(comparison.stream().total()).isZero();
    assertThat(comparison.full().total()).isZero();
  }

  @Test
  void theLargestDifferenceOfAnyOutputIsTold() {
    StreamedRecord streamed = StreamedRecord.silent(2);
    streamed.say(0, 0, new float[] {3, 0, 0.25f, 0});
    streamed.say(1, 1, new float[] {0, 2.5f, 0, 0});

    assertThat(compare(new int[] {0, 1}, streamed, NONE, NORMAL).maxDifference())
        .isCloseTo(0.5, within(1e-6));
  }

  @Test
  void aNotANumberIsNotHidden() {
    StreamedRecord streamed = StreamedRecord.silent(2);
    streamed.say(0, 0, new float[] {Float.NaN, 0, 0, 0});
    streamed.say(1, 1, NORMAL);

    assertThat(compare(new int[] {0, 1}, streamed, NONE, NORMAL).maxDifference()).isNaN();
  }

  @Test
  void aRepeatedPredictionCountsOnce() {
    StreamedRecord streamed = StreamedRecord.silent(1);

    assertThat(streamed.say(0, 1, NORMAL)).isTrue();
    assertThat(streamed.say(0, 1, NORMAL)).isFalse();
  }

  private static RecordComparison compare(
      int[] truth, StreamedRecord streamed, float[]... outputs) {
    return new RecordComparison("x", truth, streamed, outputs);
  }
}
