/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.file.wfdb.BeatClass;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockLabelsTest {
  /** Blocks of 10 samples, the first from sample 20 to 29, five windows in 85 samples. */
  private final WindowGrid grid = new WindowGrid(40, 10, 20);

  @Test
  void aBlockIsLabelledByTheBeatInIt() {
    assertThat(labels(beat(20, BeatClass.N), beat(39, BeatClass.S), beat(40, BeatClass.V)))
        .containsExactly(1, 2, 3, 0, 0);
  }

  @Test
  void theGraverBeatLabelsASharedBlockInAnyOrder() {
    assertThat(labels(beat(21, BeatClass.V), beat(25, BeatClass.N))[0]).isEqualTo(3);
    assertThat(labels(beat(21, BeatClass.N), beat(25, BeatClass.S))[0]).isEqualTo(2);
    assertThat(labels(beat(21, BeatClass.S), beat(25, BeatClass.V))[0]).isEqualTo(3);
  }

  @Test
  void blocksWithFusionOrUnclassifiableBeatsAreLeftOutWhateverElseIsInThem() {
    assertThat(labels(beat(21, BeatClass.F), beat(25, BeatClass.V))[0])
        .isEqualTo(BlockLabels.LEFT_OUT);
    assertThat(labels(beat(21, BeatClass.V), beat(25, BeatClass.Q))[0])
        .isEqualTo(BlockLabels.LEFT_OUT);
  }

  @Test
  void beatsBeforeTheFirstAndAfterTheLastBlockBelongToNone() {
    assertThat(labels(beat(0, BeatClass.V), beat(19, BeatClass.F), beat(70, BeatClass.V)))
        .containsOnly(0);
  }

  @Test
  void blocksThatTouchFlutterAreLeftOut() {
    EcgRecord record =
        new EcgRecord(
            "x",
            360,
            new float[85],
            List.of(beat(35, BeatClass.N)),
            List.of(new EcgRecord.Episode(0, 5), new EcgRecord.Episode(39, 50)));

    assertThat(BlockLabels.of(record, grid)).containsExactly(0, -1, -1, -1, 0);
  }

  @Test
  void aSignalShorterThanAWindowHasNoBlocks() {
    assertThat(BlockLabels.of(new EcgRecord("x", 360, new float[39], List.of(), List.of()), grid))
        .isEmpty();
  }

  private int[] labels(EcgRecord.Beat... beats) {
    return BlockLabels.of(
        new EcgRecord("x", 360, new float[85], Arrays.asList(beats), List.of()), grid);
  }

  private static EcgRecord.Beat beat(long sample, BeatClass type) {
    return new EcgRecord.Beat(sample, type);
  }
}
