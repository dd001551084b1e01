/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.Timeline;
import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import io.millrace.state.signal.SignalState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkBuilderTest {
  private final SignalState state = new SignalState();

  @BeforeEach
  void begin() {
    state.restart(100, 1);
    state.anchor(new Frame("s", 100, 5000, 250, 1, new float[1], Origin.NONE));
  }

  private static float[] ramp(int from, int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = from + i;
    }
    return samples;
  }

  private static ChunkBuilder plain(Timeline timeline) {
    return new ChunkBuilder(timeline, 1, new float[1], new float[] {1});
  }

  @ParameterizedTest
  @CsvSource({"10,4,0,1", "10,4,0,7", "10,4,1,3", "8,4,0,5", "3,7,2,1", "20,5,3,100", "1,1,0,9"})
  void chunksHoldTheSamplesInOrderTheFirstAtItsEnd(int window, int hop, int delay, int step) {
    Timeline timeline = new Timeline(window, hop, hop, delay);
    ChunkBuilder builder = plain(timeline);
    Chunks chunks = new Chunks(hop);
    for (int at = 0; at < 100; at += step) {
      builder.append(state, ramp(at, step), 0, Math.min(step, 100 - at), chunks);
    }
    int seen = 0;
    for (int n = 0; n < chunks.all.size(); n++) {
      Chunk chunk = chunks.all.get(n);
      assertThat(chunk.first).isEqualTo(n == 0);
      assertThat(chunk.origin).isEqualTo(100);
      for (int i = n == 0 ? hop - timeline.firstChunk() : 0; i < hop; i++) {
        assertThat(chunk.rows[i]).isEqualTo(seen++);
      }
      assertThat(seen).isEqualTo(timeline.position(n + 1L));
    }
    assertThat(timeline.position(chunks.all.size() + 1L)).isGreaterThan(100);
    assertThat(state.consumed()).isEqualTo(seen);
    assertThat(state.pendingSamples()).isEqualTo(100 - seen);
    assertThat(state.next()).isEqualTo(200);
    assertThat(state.last()).containsExactly(99);
  }

  @Test
  void samplesAreScaledPerChannelWhenChunksAreBuilt() {
    state.restart(0, 2);
    ChunkBuilder builder =
        new ChunkBuilder(new Timeline(2, 2, 2, 0), 2, new float[] {1, 10}, new float[] {2, 0.5f});
    Chunks chunks = new Chunks(4);
    builder.append(state, new float[] {3, 30}, 0, 1, chunks);
    assertThat(state.pending()).startsWith(3, 30);
    builder.append(state, new float[] {4, 40}, 0, 1, chunks);
    assertThat(chunks.all.get(0).rows).containsExactly(4, 10, 6, 15);
    assertThat(state.last()).containsExactly(4, 40);
  }

  @Test
  void chunksAreDatedByTheFrameTheyCameWith() {
    Chunks chunks = new Chunks(4);
    plain(new Timeline(4, 4, 4, 0)).append(state, ramp(0, 4), 0, 4, chunks);
    assertThat(chunks.all.get(0).millisOf(100)).isEqualTo(5000);
    assertThat(chunks.all.get(0).millisOf(104)).isEqualTo(5016);
    assertThat(chunks.all.get(0).millisOf(99)).isEqualTo(4996);
  }

  @Test
  void pendingSamplesOutliveAChangeOfTheTimeline() {
    Chunks old = new Chunks(50);
    plain(new Timeline(100, 50, 50, 0)).append(state, ramp(0, 93), 0, 93, old);
    assertThat(state.pendingSamples()).isEqualTo(43);
    state.restartNetwork();
    assertThat(state.origin()).isEqualTo(150);

    Chunks fresh = new Chunks(10);
    plain(new Timeline(14, 10, 10, 0)).append(state, ramp(93, 1), 0, 1, fresh);
    assertThat(fresh.all).hasSize(5);
    assertThat(fresh.all.get(0).first).isTrue();
    assertThat(fresh.all.get(0).origin).isEqualTo(150);
    assertThat(fresh.run(1, 4)).startsWith(50f, 51f).endsWith(92f, 93f).hasSize(44);
    assertThat(state.pendingSamples()).isZero();
  }
}
