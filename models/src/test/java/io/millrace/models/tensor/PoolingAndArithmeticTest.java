/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolingAndArithmeticTest {
  private final Kernels plain = ComputePaths.plain();
  private final Kernels vector = ComputePaths.best();

  @Test
  void poolingEqualsPlainLoopsBitwise() {
    for (int channels : new int[] {1, 5, 16, 23, 64}) {
      for (int dilation : new int[] {1, 3}) {
        for (boolean average : new boolean[] {true, false}) {
          int kernel = 3;
          int stride = 2;
          int rows = 6;
          int inRows = (rows - 1) * stride + (kernel - 1) * dilation + 1;
          float[] in = ConvShapes.floats(2 * inRows * channels, new Random(channels));
          in[in.length / 2] = Float.NaN;
          float[] expected = new float[2 * rows * (channels + 2)];
          float[] actual = new float[expected.length];
          for (Kernels kernels : List.of(plain, vector)) {
            kernels.pool(
                average,
                kernel,
                stride,
                dilation,
                channels,
                in,
                0,
                inRows * channels,
                kernels == plain ? expected : actual,
                1,
                rows * (channels + 2),
                channels + 2,
                2,
                rows);
          }
          assertThat(actual).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void poolingTakesMeanOrMaximumOfTheWindow() {
    float[] in = {1, 10, 2, 20, 6, 60, 3, 30};
    for (Kernels kernels : List.of(plain, vector)) {
      float[] out = new float[4];
      kernels.pool(true, 3, 1, 1, 2, in, 0, 0, out, 0, 0, 2, 1, 2);
      assertThat(out).containsExactly(3, 30, 11 / 3f, 110 / 3f);
      kernels.pool(false, 2, 2, 1, 2, in, 0, 0, out, 0, 0, 2, 1, 2);
      assertThat(out).containsExactly(2, 20, 6, 60);
    }
  }

  @Test
  void poolingBeyondTheInputIsRefused() {
    assertThatThrownBy(
            () -> vector.pool(true, 3, 1, 1, 2, new float[7], 0, 0, new float[9], 0, 0, 2, 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("input of 7 floats");
  }

  @Test
  void sumsAndProductsEqualPlainLoopsForAnyLength() {
    Random random = new Random(3);
    for (int length = 0; length < 70; length++) {
      float[] a = ConvShapes.floats(80, random);
      float[] b = ConvShapes.floats(80, random);
      float[] sum = new float[80];
      float[] product = new float[80];
      vector.add(a, 1, b, 2, sum, 3, length);
      vector.multiply(a, 1, b, 2, product, 3, length);
      for (int i = 0; i < 80; i++) {
        boolean inside = i >= 3 && i < 3 + length;
        assertThat(sum[i]).isEqualTo(inside ? a[i - 2] + b[i - 1] : 0);
        assertThat(product[i]).isEqualTo(inside ? a[i - 2] * b[i - 1] : 0);
      }
    }
  }

  @Test
  void matrixProductsAgreeWithPlainLoopsForAnyShape() {
    Random random = new Random(9);
    for (int rows : new int[] {1, 2, 3, 5, 16, 29}) {
      for (int inner : new int[] {1, 7, 64}) {
        for (int columns : new int[] {1, 5, 16, 17, 40, 64, 100}) {
          float[] a = ConvShapes.floats(2 + rows * inner, random);
          float[] b = ConvShapes.floats(3 + inner * columns, random);
          float[] expected = new float[rows * columns + 1];
          float[] actual = expected.clone();
          plain.matmul(a, 2, b, 3, expected, 1, rows, inner, columns);
          vector.matmul(a, 2, b, 3, actual, 1, rows, inner, columns);
          for (int i = 0; i < actual.length; i++) {
            float tolerance = 1e-5f * Math.max(1, Math.abs(expected[i]));
            assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(tolerance);
          }
        }
      }
    }
  }

  @Test
  void aHandComputedProductComesOut() {
    for (Kernels kernels : List.of(plain, vector)) {
      float[] out = new float[4];
      kernels.matmul(new float[] {1, 2, 3, 4}, 0, new float[] {5, 6, 7, 8}, 0, out, 0, 2, 2, 2);
      assertThat(out).containsExactly(19, 22, 43, 50);
    }
  }
}
