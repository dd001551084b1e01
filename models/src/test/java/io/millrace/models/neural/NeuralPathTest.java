/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.tensor.ComputePaths;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeuralPathTest {
  @Test
  void bestPathIsTheVectorPathWhereTheModuleIs() {
    assertThat(NeuralPath.best().name())
        .startsWith(ComputePaths.vectorPresent() ? "vector-" : "plain");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "24, 32, 3", "54, 256, 12", "10, 100, 130"})
  void bothPathsGiveTheSameBits(int inputs, int hidden, int outputs) {
    MlpShape shape = new MlpShape(inputs, List.of(hidden, 40), outputs, 0.2);
    assertThat(trained(shape, NeuralPath.best())).isEqualTo(trained(shape, NeuralPath.plain()));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void widthOfVectorsDoesNotMatter(int bytes) throws Exception {
    Assumptions.assumeTrue(ComputePaths.vectorPresent());
    String printed =
        Forked.run(
            Program.class, "--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=" + bytes);
    assertThat(printed).contains(Program.fingerprint(NeuralPath.plain()));
  }

  private static float[] trained(MlpShape shape, NeuralKernels kernels) {
    Mlp mlp = new Mlp(shape, AdamSettings.of(1e-2), 9, kernels);
    Pass pass = mlp.pass(5);
    Random random = new Random(2);
    int[] labels = new int[5];
    for (int step = 0; step < 30; step++) {
      for (int i = 0; i < 5 * shape.inputs(); i++) {
        pass.inputs()[i] = (float) random.nextGaussian();
      }
      for (int row = 0; row < 5; row++) {
        labels[row] = random.nextInt(shape.outputs());
      }
      mlp.forwardInTraining(pass, 5, step);
      Losses.softmax(pass, 5, labels);
      mlp.backward(pass, 5);
      mlp.step();
    }
    mlp.forward(pass, 5);
    return pass.logits().clone();
  }

  /** Prints what training gives on the best path. */
  static final class Program {
    private Program() {}

    static String fingerprint(NeuralKernels kernels) {
      float[] logits = trained(new MlpShape(10, List.of(100), 130, 0.2), kernels);
      return "logits " + Arrays.hashCode(logits);
    }

    public static void main(String[] args) {
      System.out.println(NeuralPath.best().name() + " " + fingerprint(NeuralPath.best()));
    }
  }
}
