/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private final Kernels plain = KernelPath.plain();
  private final Kernels best = KernelPath.best();
  private final Random random = new Random(1);

  @Test
  void buildsRunTheVectorPath() {
    assertThat(best.name()).startsWith("vector-");
  }

  @Test
  void sumsOfBothPathsAndOfBytesAndFloatsAreEqual() {
    for (int count : new int[] {0, 1, 7, 8, 9, 31, 64, 1000}) {
      float[] values = floats(count + 3);
      byte[] bytes = bytes(values);
      long[] a = random.longs(count + 5, -1000, 1000).toArray();
      long[] b = a.clone();
      long[] c = a.clone();
      long[] expected = a.clone();
      double factor = 12345.678;
      plain.add(values, 3, count, factor, a, 2);
      best.add(values, 3, count, factor, b, 2);
      best.add(bytes, 12, count, factor, c, 2);
      for (int i = 0; i < count; i++) {
        expected[2 + i] += (long) Math.rint(values[3 + i] * factor);
      }
      assertThat(a).isEqualTo(expected);
      assertThat(b).isEqualTo(expected);
      assertThat(c).isEqualTo(expected);
    }
  }

  @Test
  void peakSeesTheLargestMagnitudeAndWhatIsNotFinite() {
    for (int place : new int[] {0, 5, 40, 99}) {
      float[] values = floats(100);
      values[place] = -77;
      assertPeak(values, 77);
      values[place] = Float.NEGATIVE_INFINITY;
      assertPeak(values, Float.POSITIVE_INFINITY);
      values[place] = Float.NaN;
      assertThat(best.peak(values, 0, 100)).isGreaterThan(0x7f800000);
      assertThat(best.peak(bytes(values), 0, 100)).isGreaterThan(0x7f800000);
      assertThat(plain.peak(bytes(values), 0, 100)).isGreaterThan(0x7f800000);
    }
  }

  private void assertPeak(float[] values, float expected) {
    int bits = Float.floatToIntBits(expected);
    assertThat(plain.peak(values, 0, values.length)).isEqualTo(bits);
    assertThat(best.peak(values, 0, values.length)).isEqualTo(bits);
    assertThat(best.peak(bytes(values), 0, values.length)).isEqualTo(bits);
  }

  @Test
  void innerProductsOfBothPathsHaveTheSameBits() {
    for (int n : new int[] {1, 2, 3, 4, 5, 7, 20}) {
      for (int count : new int[] {1, 8, 13, 512, 1300}) {
        float[][] rows = new float[n][];
        Arrays.setAll(rows, i -> floats(count + 2));
        double[] a = new double[n * n];
        double[] b = new double[n * n];
        plain.gram(rows, 2, count, a, new double[Kernels.gramScratch(n)]);
        best.gram(rows, 2, count, b, new double[Kernels.gramScratch(n)]);
        assertThat(b).isEqualTo(a);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j <= i; j++) {
            double sum = 0;
            for (int k = 2; k < count + 2; k++) {
              sum += (double) rows[i][k] * rows[j][k];
            }
            assertThat(a[i * n + j]).isCloseTo(sum, within(1e-9));
          }
        }
      }
    }
  }

  @Test
  void keysSortLikeValuesAndComeBack() {
    float[] values = {
      3, -0f, 0f, -5, Float.MIN_VALUE, -Float.MAX_VALUE, 1e30f, 2, 2, -7, 9, 1, 0.5f, -1, 8, 6, 4
    };
    int[] keys = new int[values.length];
    best.keys(values, 0, values.length, keys, 0);
    int[] plainKeys = new int[values.length];
    plain.keys(values, 0, values.length, plainKeys, 0);
    assertThat(keys).isEqualTo(plainKeys);
    Arrays.sort(keys);
    float[] sorted = new float[values.length];
    best.values(keys, 0, keys.length, sorted, 0);
    Arrays.sort(values);
    assertThat(sorted).isEqualTo(values);
  }

  @Test
  void scaledSumsAndExchangesAgree() {
    float[] values = floats(45);
    double[] a = new double[45];
    double[] b = new double[45];
    for (int i = 0; i < 3; i++) {
      plain.axpy(values, 0, 45, 0.1 * i + 0.3, a, 0);
      best.axpy(values, 0, 45, 0.1 * i + 0.3, b, 0);
    }
    assertThat(b).isEqualTo(a);
    int[] k = random.ints(90).toArray();
    int[] l = k.clone();
    plain.exchange(k, 0, 45, 45);
    best.exchange(l, 0, 45, 45);
    assertThat(l).isEqualTo(k);
  }

  private float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
