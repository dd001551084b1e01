/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.ModelReference;
import io.millrace.schemas.SignalPrediction;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final Image A = new Image(1, 1);
  private static final Image B = new Image(2, 2);

  private static Observation of(Object... idsAndImages) {
    Observation observation = new Observation();
    for (int i = 0; i < idsAndImages.length; i += 2) {
      observation.add((String) idsAndImages[i], (Image) idsAndImages[i + 1]);
    }
    return observation;
  }

  @Test
  void equalOutputsAreClean() {
    Comparison same = of("y", B, "x", A).against(of("x", A, "y", B));

    assertThat(same).isEqualTo(new Comparison(2, 2, 0, 0, 0, 0));
    assertThat(same.isClean()).isTrue();
  }

  @Test
  void whatNeverCameIsLost() {
    assertThat(of("x", A).against(of("x", A, "y", B)).lost()).isEqualTo(1);
  }

  @Test
  void whatCameAgainIsDuplicatedEvenIfItSaysTheSame() {
    Comparison twice = of("x", A, "x", A, "x", A).against(of("x", A));

    assertThat(twice.duplicated()).isEqualTo(2);
    assertThat(twice.observedRecords()).isEqualTo(3);
    assertThat(twice.isClean()).isFalse();
  }

  @Test
  void whatNobodyExpectedCountsAsTooMuch() {
    assertThat(of("x", A, "z", A).against(of("x", A)).duplicated()).isEqualTo(1);
  }

  @Test
  void whatSaysSomethingElseIsMismatched() {
    assertThat(of("x", B).against(of("x", A)).mismatched()).isEqualTo(1);
    assertThat(of("x", A, "x", B).against(of("x", A)).mismatched()).isEqualTo(1);
    assertThat(of("x", B, "y", A).examples(of("x", A, "y", A), 5)).containsExactly("x");
  }

  @Test
  void aReferenceThatRepeatsItselfIsNoGood() {
    assertThat(of("x", A).against(of("x", A, "x", A)).isClean()).isFalse();
  }

  @Test
  void theClockDoesNotCountAndTheLastBitOfAFloatDoes() {
    Set<String> clocks = Set.of("emittedAt");
    SignalPrediction first = prediction(0.25f, Instant.ofEpochMilli(1));

    assertThat(Image.of(prediction(0.25f, Instant.ofEpochMilli(2)), clocks))
        .isEqualTo(Image.of(first, clocks))
        .isNotEqualTo(Image.of(prediction(Math.nextUp(0.25f), Instant.ofEpochMilli(1)), clocks));
    assertThat(Image.of(prediction(0.25f, Instant.ofEpochMilli(2)), Set.of()))
        .isNotEqualTo(Image.of(first, Set.of()));
  }

  @Test
  void bytesCountByWhatTheyHold() {
    assertThat(Image.of(version(1, 2), Set.of())).isEqualTo(Image.of(version(1, 2), Set.of()));
    assertThat(Image.of(version(1, 2), Set.of())).isNotEqualTo(Image.of(version(1, 3), Set.of()));
  }

  private static SignalPrediction prediction(float output, Instant emitted) {
    return SignalPrediction.newBuilder()
        .setStreamId("s")
        .setWindowEnd(90)
        .setWindowEndTime(Instant.EPOCH)
        .setOutputs(List.of(output, 0.5f))
        .setModelVersion("ecg/1")
        .setEmittedAt(emitted)
        .build();
  }

  private static ModelReference version(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ModelReference.newBuilder()
        .setModel("m")
        .setVersion("1")
        .setUri("")
        .setSha256("")
        .setPublishedAt(Instant.EPOCH)
        .setValues(ByteBuffer.wrap(bytes))
        .setMetadata(Map.of())
        .build();
  }
}
