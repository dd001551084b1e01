/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputePathsTest {
  @Test
  void withoutTheVectorModulePlainLoopsRunAndTheLogSaysOnceWhatIsMissing() throws Exception {
    String printed = ForkedJvm.run(Program.class, "-Dlog4j2.level=WARN");
    assertThat(printed).contains("path plain").contains("agrees");
    assertThat(printed.split("--add-modules jdk.incubator.vector", -1)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"16, vector-128", "32, vector-256"})
  void narrowerVectorsAgreeWithPlainLoops(int bytes, String path) throws Exception {
    String printed =
        ForkedJvm.run(
            Program.class, "--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=" + bytes);
    assertThat(printed).contains("path " + path).contains("agrees");
  }

  /** Compares the best path with the plain one on a part of the grid. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Kernels best = ComputePaths.best();
      System.out.println("path " + ComputePaths.best().name());
      for (ConvSpec spec : ConvShapes.grid()) {
        for (int rows : new int[] {1, 3, 7}) {
          float[] in = ConvShapes.floats(spec.inputRows(rows) * spec.inChannels(), new Random(1));
          float[] expected = run(ComputePaths.plain(), spec, in, rows);
          float[] actual = run(best, spec, in, rows);
          for (int i = 0; i < actual.length; i++) {
            float tolerance = 1e-4f * Math.max(1, Math.abs(expected[i]));
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
              throw new AssertionError(spec + " element " + i + ": " + actual[i]);
            }
          }
        }
      }
      System.out.println("agrees");
    }

    private static float[] run(Kernels kernels, ConvSpec spec, float[] in, int rows) {
      float[] out = new float[rows * spec.outChannels()];
      try (Conv1d conv = kernels.conv(spec)) {
        conv.apply(in, 0, 0, out, 0, 0, spec.outChannels(), 1, rows);
      }
      return out;
    }
  }
}
