/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvAgreementTest {
  private final Kernels vector = ComputePaths.best();

  static List<ConvSpec> grid() {
    return ConvShapes.grid();
  }

  @Test
  void testsRunWithTheVectorModule() {
    assertThat(vector.name()).startsWith("vector-");
  }

  @ParameterizedTest
  @MethodSource("grid")
  void vectorsAgreeWithPlainLoops(ConvSpec spec) {
    for (int rows : new int[] {1, 2, 3, 5, 8, 13}) {
      float[] in =
          ConvShapes.floats(3 * (spec.inputRows(rows) + 2) * spec.inChannels(), new Random(rows));
      float[] expected = run(ComputePaths.plain(), spec, in, 3, rows);
      float[] actual = run(vector, spec, in, 3, rows);
      for (int i = 0; i < expected.length; i++) {
        float tolerance = 1e-4f * Math.max(1, Math.abs(expected[i]));
        assertThat(actual[i])
            .as("element %d of %d rows", i, rows)
            .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(tolerance));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grid")
  void resultsAreBitwiseTheSameForAnyBatchAndNumberOfRows(ConvSpec spec) {
    int batch = 64;
    int rows = 40;
    int channels = spec.inChannels();
    int sample = spec.inputRows(rows) * channels;
    float[] in = ConvShapes.floats(batch * sample, new Random(5));
    float[] expected = run(vector, spec, in, batch, rows);
    int outSample = expected.length / batch;
    try (Conv1d conv = vector.conv(spec)) {
      for (int n = 1; n <= rows; n++) {
        // The last rows of the last samples, so that they stand elsewhere in their tiles.
        int first = rows - n;
        for (int part : n == 1 || n == 7 || n == rows ? new int[] {1, 3, 64} : new int[] {1, 3}) {
          float[] out = new float[part * n * spec.outChannels()];
          int from = (batch - part) * sample + first * spec.stride() * channels;
          conv.apply(in, from, sample, out, 0, n * spec.outChannels(), spec.outChannels(), part, n);
          for (int b = 0; b < part; b++) {
            int to = (batch - part + b) * outSample + first * spec.outChannels();
            for (int i = 0; i < n * spec.outChannels(); i++) {
              assertBitwise(out[b * n * spec.outChannels() + i], expected[to + i], n, part, i);
            }
          }
        }
      }
    }
  }

  private static void assertBitwise(float actual, float expected, int rows, int batch, int i) {
    if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
      throw new AssertionError(
          "rows %d batch %d element %d: %s instead of %s"
              .formatted(rows, batch, i, actual, expected));
    }
  }

  @ParameterizedTest
  @MethodSource("grid")
  void neighbouringColumnsOfAConcatenatedTensorStayUntouched(ConvSpec spec) {
    int rows = 7;
    int wide = spec.outChannels() + 9;
    float[] in = ConvShapes.floats(2 * spec.inputRows(rows) * spec.inChannels(), new Random(1));
    float[] expected = run(vector, spec, in, 2, rows);
    float[] out = new float[2 * rows * wide];
    java.util.Arrays.fill(out, 77);
    try (Conv1d conv = vector.conv(spec)) {
      conv.apply(in, 0, in.length / 2, out, 4, rows * wide, wide, 2, rows);
    }
    for (int r = 0; r < 2 * rows; r++) {
      for (int c = 0; c < wide; c++) {
        boolean ours = c >= 4 && c < 4 + spec.outChannels();
        assertThat(out[r * wide + c])
            .isEqualTo(ours ? expected[r * spec.outChannels() + c - 4] : 77);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grid")
  void notANumberReachesTheSameOutputsAsInPlainLoops(ConvSpec spec) {
    int rows = 9;
    float[] in = ConvShapes.floats(spec.inputRows(rows) * spec.inChannels(), new Random(2));
    in[in.length / 2] = Float.NaN;
    in[in.length / 3] = Float.POSITIVE_INFINITY;
    float[] expected = run(ComputePaths.plain(), spec, in, 1, rows);
    float[] actual = run(vector, spec, in, 1, rows);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.isNaN(actual[i])).isEqualTo(Float.isNaN(expected[i]));
      assertThat(Float.isInfinite(actual[i])).isEqualTo(Float.isInfinite(expected[i]));
    }
  }

  @Test
  void anArrayThatIsTooShortIsNamedAndNothingIsWritten() {
    ConvSpec spec = ConvShapes.spec(3, 5, 3, 2, 1, 1, Activation.NONE);
    for (Kernels kernels : List.of(vector, ComputePaths.plain())) {
      try (Conv1d conv = kernels.conv(spec)) {
        float[] out = new float[20];
        assertThatThrownBy(() -> conv.apply(new float[26], 0, 0, out, 0, 0, 5, 1, 4))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageContaining("input of 26 floats");
        assertThatThrownBy(() -> conv.apply(new float[27], 0, 0, out, 1, 0, 5, 1, 4))
            .hasMessageContaining("output of 20 floats");
        assertThatThrownBy(() -> conv.apply(new float[27], -1, 0, out, 0, 0, 5, 1, 4))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> conv.apply(new float[27], 0, 0, out, 0, 0, 5, -1, 4))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(out).containsOnly(0);
        conv.apply(new float[0], 0, 0, out, 0, 0, 5, 0, 4);
      }
    }
  }

  @Test
  void specificationsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> new ConvSpec(new float[9], new float[1], 3, 1, 2, 1, 1, 1, Activation.NONE))
        .hasMessage("expected 6 weights and 1 biases, got 9 and 1");
    assertThatThrownBy(
            () -> new ConvSpec(new float[9], new float[4], 3, 4, 3, 1, 1, 2, Activation.NONE))
        .hasMessageContaining("groups=2 must divide inChannels=3");
    assertThatThrownBy(
            () -> new ConvSpec(new float[9], new float[1], 3, 1, 3, 0, 1, 1, Activation.NONE))
        .hasMessageContaining("stride=0");
  }

  @Test
  void aHandComputedConvolutionComesOut() {
    // Two output channels, two input channels, kernel 2: channel 1 is channel 0's mirror.
    ConvSpec spec =
        new ConvSpec(
            new float[] {1, 2, 10, 20, -1, -2, -10, -20},
            new float[] {0.5f, 100},
            2,
            2,
            2,
            1,
            1,
            1,
            Activation.NONE);
    float[] in = {1, 2, 3, 4, 5, 6};
    // Row 0: 1*1 + 2*3 + 10*2 + 20*4 = 107; row 1: 1*3 + 2*5 + 10*4 + 20*6 = 173.
    assertThat(run(vector, spec, in, 1, 2)).containsExactly(107.5f, -7, 173.5f, -73);
    assertThat(run(ComputePaths.plain(), spec, in, 1, 2)).containsExactly(107.5f, -7, 173.5f, -73);
  }

  private static float[] run(Kernels kernels, ConvSpec spec, float[] in, int batch, int rows) {
    float[] out = new float[batch * rows * spec.outChannels()];
    try (Conv1d conv = kernels.conv(spec)) {
      conv.apply(
          in, 0, in.length / batch, out, 0, out.length / batch, spec.outChannels(), batch, rows);
    }
    return out;
  }
}
