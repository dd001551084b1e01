/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvShapes;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import io.millrace.models.tensor.choice.KernelRule.Java;
import io.millrace.models.tensor.choice.KernelRule.Pytorch;
import io.millrace.models.tensor.djl.DjlKernels;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  private static final ConvSpec LARGE = ConvShapes.spec(64, 64, 5, 1, 1, 1, Activation.NONE);
  private static final ConvSpec SMALL = ConvShapes.spec(2, 4, 3, 1, 1, 1, Activation.NONE);

  @Test
  void plainLoopsAreLeftForPytorchOnceACallsCostIsEarnedBack() {
    KernelRule rule = new KernelRule(Java.PLAIN, Pytorch.CPU);
    assertThat(rule.prefersPytorch(SMALL, 1)).isFalse();
    assertThat(rule.prefersPytorch(SMALL, 20)).isFalse();
    assertThat(rule.prefersPytorch(LARGE, 64)).isTrue();
  }

  @Test
  void vectorsAreNeverLeftForPytorchOnTheCpu() {
    KernelRule rule = new KernelRule(Java.VECTOR, Pytorch.CPU);
    assertThat(rule.needsPytorch()).isFalse();
    for (ConvSpec spec : ConvShapes.grid()) {
      assertThat(rule.prefersPytorch(spec, 1 << 20)).isFalse();
    }
  }

  @Test
  void aGpuGetsWhatIsLargeEnoughToTravel() {
    KernelRule rule = new KernelRule(Java.VECTOR, Pytorch.GPU);
    assertThat(rule.prefersPytorch(LARGE, 64)).isFalse();
    assertThat(rule.prefersPytorch(LARGE, 100_000)).isTrue();
    assertThat(rule.prefersPytorch(SMALL, 100_000)).isFalse();
  }

  @Test
  void whatIsPreferredOnceStaysPreferredForMoreRows() {
    for (Java java : Java.values()) {
      for (Pytorch pytorch : Pytorch.values()) {
        KernelRule rule = new KernelRule(java, pytorch);
        for (ConvSpec spec : ConvShapes.grid()) {
          boolean before = false;
          for (long rows = 1; rows <= 1 << 20; rows *= 2) {
            boolean now = rule.prefersPytorch(spec, rows);
            assertThat(before && !now).as("%s at %d rows", spec, rows).isFalse();
            before = now;
          }
        }
      }
    }
  }

  @Test
  void selectedConvolutionsComputeTheSameOnEitherSideOfTheThreshold() {
    KernelRule rule = new KernelRule(Java.PLAIN, Pytorch.CPU);
    DjlKernels pytorch = new DjlKernels(Device.cpu());
    try (SelectedKernels kernels =
            new SelectedKernels(ComputePaths.plain(), pytorch, rule, 1 << 20);
        Conv1d conv = kernels.conv(LARGE);
        Conv1d plain = ComputePaths.plain().conv(LARGE)) {
      assertThat(kernels.name()).isEqualTo("auto(plain,djl-cpu)");
      assertThat(pytorch.nativeArrays()).isEqualTo(2);
      for (int rows : new int[] {1, 200}) {
        float[] in = ConvShapes.floats(LARGE.inputRows(rows) * 64, new Random(rows));
        float[] expected = new float[rows * 64];
        float[] actual = new float[rows * 64];
        plain.apply(in, 0, 0, expected, 0, 0, 64, 1, rows);
        conv.apply(in, 0, 0, actual, 0, 0, 64, 1, rows);
        for (int i = 0; i < actual.length; i++) {
          float tolerance = 1e-4f * Math.max(1, Math.abs(expected[i]));
          assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(tolerance);
        }
      }
    }
    assertThat(pytorch.nativeArrays()).isZero();
  }

  @Test
  void everyConfiguredPathOpens() {
    try (Kernels plain = KernelChoice.open(ComputePath.PLAIN, OptionalInt.empty());
        Kernels vector = KernelChoice.open(ComputePath.VECTOR, OptionalInt.empty());
        Kernels djl = KernelChoice.open(ComputePath.DJL, OptionalInt.empty());
        Kernels auto = KernelChoice.open(ComputePath.AUTO, OptionalInt.empty())) {
      assertThat(plain.name()).isEqualTo("plain");
      assertThat(vector.name()).startsWith("vector-");
      assertThat(djl.name()).isEqualTo("djl-cpu");
      assertThat(auto.name()).isEqualTo(vector.name());
    }
  }

  @Test
  void anAssignedGpuThatIsNotThereLeavesTheJavaPath() {
    try (Kernels auto = KernelChoice.open(ComputePath.AUTO, OptionalInt.of(99))) {
      assertThat(auto.name()).isEqualTo(ComputePaths.best().name());
    }
  }

  @Test
  void pathsAreParsedByTheirLabels() {
    for (ComputePath path : ComputePath.values()) {
      assertThat(ComputePath.parse(path.label())).isEqualTo(path);
    }
    assertThatThrownBy(() -> ComputePath.parse("cuda"))
        .hasMessage("compute path 'cuda' is unknown: use one of auto, plain, vector, djl");
  }
}
