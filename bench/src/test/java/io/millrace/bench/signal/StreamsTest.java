/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.cnn.Timeline;
import org.junit.jupiter.api.Test;

final class StreamsTest {
  private static final Timeline TIMELINE = new Timeline(10, 4, 4, 0);

  /** Two channels: sample t is (t, 100 + t). */
  private static float[] counting(int samples) {
    float[] signal = new float[2 * samples];
    for (int t = 0; t < samples; t++) {
      signal[2 * t] = t;
      signal[2 * t + 1] = 100 + t;
    }
    return signal;
  }

  private final Streams streams = new Streams(TIMELINE, 2, new float[][] {counting(30)});

  @Test
  void chunksFollowEachOtherAndTheFirstIsFilledInFront() {
    assertThat(streams.chunk(1)[0]).containsExactly(0, 0, 0, 0, 0, 100, 1, 101);
    assertThat(streams.chunk(2)[0]).containsExactly(2, 102, 3, 103, 4, 104, 5, 105);
  }

  @Test
  void windowsEndWithTheChunkAndHaveChannelsFirst() {
    long chunk = Streams.firstFull(TIMELINE);

    assertThat(chunk).isEqualTo(3);
    assertThat(streams.windows(chunk, 0))
        .containsExactly(
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109);
    assertThat(streams.windows(chunk + 1, 0)).startsWith(4).endsWith(113);
  }

  @Test
  void madeUpSignalsAreTheirSeedsAndHaveUnitVariance() {
    float[] smooth = TestSignals.bandLimited(2, 20_000, 0.1, 3);
    double squares = 0;
    for (float value : smooth) {
      squares += value * value;
    }

    assertThat(smooth).isEqualTo(TestSignals.bandLimited(2, 20_000, 0.1, 3));
    assertThat(smooth).isNotEqualTo(TestSignals.bandLimited(2, 20_000, 0.1, 4));
    assertThat(squares / smooth.length).isCloseTo(1, within(0.1));
  }

  @Test
  void channelsAreInterleaved() {
    assertThat(TestSignals.channelsLast(new float[] {1, 2, 3, 10, 20, 30}, 2))
        .containsExactly(1, 10, 2, 20, 3, 30);
  }
}
