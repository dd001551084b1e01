/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.learner.Votes;
import io.millrace.schemas.DriftPrediction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamedPredictionsTest {
  private static final int[] LABELS = {0, 1, 1, 0};

  private final Recording recording = new Recording();
  private final Scoring scoring = new Scoring(2);
  private StreamedPredictions said;

  @BeforeEach
  void record() {
    Votes votes = new Votes();
    for (int label : LABELS) {
      votes.clear(2);
      votes.set(1, 0.75);
      recording.voted(label, votes);
    }
    said = new StreamedPredictions(recording, List.of("a", "b"), scoring);
  }

  private void take(String stream, int number, int label, double... votes) {
    said.take(
        new DriftPrediction(
            stream,
            Integer.toString(number),
            Instant.EPOCH,
            label,
            null,
            java.util.Arrays.stream(votes).boxed().toList(),
            -1,
            1.0,
            false,
            "t/1",
            Instant.EPOCH,
            Map.of()));
  }

  @Test
  void equalPredictionsOfAllStreamsAgreeAndTheFirstIsJudged() {
    for (int i = 0; i < LABELS.length; i++) {
      take("a", i, 1, 0, 0.75);
      take("b", i, 1, 0, 0.75);
    }
    assertThat(said.complete()).isTrue();
    assertThat(said.expected()).isEqualTo(8);
    assertThat(said.disagreements()).isZero();
    assertThat(said.missing()).isZero();
    assertThat(said.maxDifference()).isZero();
    assertThat(scoring.seen()).isEqualTo(4);
    assertThat(scoring.scores().accuracy()).isEqualTo(0.5);
    assertThat(scoring.windows()).hasSize(2);
  }

  @Test
  void whatIsMissingOrOfAnotherClassDisagrees() {
    take("a", 0, 1, 0, 0.75);
    take("a", 1, 0, 0.8, 0.75);
    take("b", 3, 1, 0, 0.75);

    assertThat(said.complete()).isFalse();
    assertThat(said.missing()).isEqualTo(5);
    assertThat(said.disagreements()).isEqualTo(6);
    assertThat(said.maxDifference()).isEqualTo(0.8);
  }

  @Test
  void whatComesTwiceIsCountedAndJudgedOnce() {
    take("a", 0, 1, 0, 0.75);
    take("a", 0, 1, 0, 0.75);

    assertThat(said.repeated()).isEqualTo(1);
    assertThat(said.distinct()).isEqualTo(1);
    assertThat(scoring.seen()).isEqualTo(1);
  }

  @Test
  void noNumberIsNoSmallDifferenceAndOtherStreamsArePassedOver() {
    take("a", 0, 1, 0, Double.NaN);
    take("time-mark-0", 0, 0, 5);

    assertThat(said.maxDifference()).isNaN();
    assertThat(said.distinct()).isEqualTo(1);
  }
}
