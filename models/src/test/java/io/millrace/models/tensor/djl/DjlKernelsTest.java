/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvShapes;
import io.millrace.models.tensor.ConvSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DjlKernelsTest {
  private static final DjlKernels DJL = new DjlKernels(Device.cpu());

  static List<ConvSpec> grid() {
    return ConvShapes.grid();
  }

  @AfterAll
  static void free() {
    DJL.close();
  }

  @ParameterizedTest
  @MethodSource("grid")
  void pyTorchAgreesWithPlainLoops(ConvSpec spec) {
    int rows = 5;
    int batch = 3;
    int sample = (spec.inputRows(rows) + 1) * spec.inChannels();
    int wide = spec.outChannels() + 3;
    float[] in = ConvShapes.floats(batch * sample, new Random(4));
    float[] expected = new float[batch * rows * wide];
    float[] actual = expected.clone();
    try (Conv1d plain = ComputePaths.plain().conv(spec);
        Conv1d djl = DJL.conv(spec)) {
      plain.apply(in, 0, sample, expected, 2, rows * wide, wide, batch, rows);
      djl.apply(in, 0, sample, actual, 2, rows * wide, wide, batch, rows);
    }
    for (int i = 0; i < expected.length; i++) {
      float tolerance = 1e-4f * Math.max(1, Math.abs(expected[i]));
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("element %d", i)
          .isLessThanOrEqualTo(tolerance);
    }
    assertThat(DJL.nativeArrays()).isZero();
  }

  @Test
  void nativeArraysAreCountedAndFreed() {
    ConvSpec spec = ConvShapes.spec(8, 8, 3, 1, 1, 1, Activation.RELU);
    Conv1d first = DJL.conv(spec);
    Conv1d second = DJL.conv(spec);
    assertThat(DJL.nativeArrays()).isEqualTo(4);
    assertThat(DJL.nativeBytes()).isEqualTo(2 * 4 * (8 * 8 * 3 + 8));
    float[] out = new float[80];
    for (int i = 0; i < 50; i++) {
      first.apply(new float[96], 0, 0, out, 0, 0, 8, 1, 10);
      assertThat(DJL.nativeArrays()).isEqualTo(4);
    }
    first.close();
    assertThat(DJL.nativeArrays()).isEqualTo(2);
    second.close();
    second.close();
    assertThat(DJL.nativeArrays()).isZero();
    assertThat(DJL.nativeBytes()).isZero();
  }

  @Test
  void oneConvolutionServesManyThreadsWithoutGradients() throws Exception {
    ConvSpec spec = ConvShapes.spec(16, 16, 3, 1, 1, 1, Activation.NONE);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Conv1d djl = DJL.conv(spec);
        Conv1d plain = ComputePaths.plain().conv(spec)) {
      List<Future<Float>> worst =
          threads.invokeAll(
              java.util.stream.IntStream.range(0, 16)
                  .<java.util.concurrent.Callable<Float>>mapToObj(i -> () -> worst(djl, plain, i))
                  .toList());
      for (Future<Float> difference : worst) {
        assertThat(difference.get()).isLessThan(1e-4f);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(DJL.nativeArrays()).isZero();
  }

  private static float worst(Conv1d djl, Conv1d plain, int seed) {
    float worst = 0;
    for (int n = 1; n < 40; n++) {
      float[] in = ConvShapes.floats((n + 2) * 16, new Random(seed));
      float[] expected = new float[n * 16];
      float[] actual = new float[n * 16];
      plain.apply(in, 0, 0, expected, 0, 0, 16, 1, n);
      djl.apply(in, 0, 0, actual, 0, 0, 16, 1, n);
      for (int i = 0; i < actual.length; i++) {
        worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
      }
    }
    assertThat(JniUtils.isGradMode()).isFalse();
    return worst;
  }

  @Test
  void arraysThatAreTooShortAreRefusedBeforeAnythingIsAllocated() {
    try (Conv1d djl = DJL.conv(ConvShapes.spec(3, 5, 3, 2, 1, 1, Activation.NONE))) {
      assertThatThrownBy(() -> djl.apply(new float[26], 0, 0, new float[20], 0, 0, 5, 1, 4))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("input of 26 floats");
      assertThat(DJL.nativeArrays()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNotAConvolutionGoesToTheJavaPath() {
    float[] x = {-1, 2};
    DJL.activate(Activation.RELU, x, 0, 2);
    assertThat(x).containsExactly(0, 2);
    DJL.add(x, 0, x, 0, x, 0, 2);
    assertThat(x).containsExactly(0, 4);
    DJL.multiply(x, 0, x, 0, x, 0, 2);
    assertThat(x).containsExactly(0, 16);
    float[] pooled = new float[1];
    DJL.pool(false, 2, 1, 1, 1, x, 0, 0, pooled, 0, 0, 1, 1, 1);
    assertThat(pooled).containsExactly(16);
    assertThat(DJL.name()).isEqualTo("djl-cpu");
    assertThat(DJL.gpu()).isFalse();
  }

  @Test
  void anAssignedGpuIsTakenWhereItIsAndElseTheCpu() {
    assertThat(Devices.choose(OptionalInt.empty(), 4)).isEqualTo(Device.cpu());
    assertThat(Devices.choose(OptionalInt.of(1), 2)).isEqualTo(Device.gpu(1));
    assertThat(Devices.choose(OptionalInt.of(2), 2)).isEqualTo(Device.cpu());
    assertThat(Devices.choose(OptionalInt.of(0), 0)).isEqualTo(Device.cpu());
    assertThat(Devices.choose(OptionalInt.empty())).isEqualTo(Device.cpu());
  }
}
