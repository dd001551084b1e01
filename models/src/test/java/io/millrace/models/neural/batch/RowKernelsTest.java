/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import static io.millrace.models.neural.batch.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowKernelsTest {
  private final RowKernels plain = Engine.plain().rows();
  private final RowKernels best = Engine.best().rows();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 17, 31, 100})
  void bothPathsAgree(int length) {
    float[] a = random(length + 3, 1);
    float[] b = random(length + 5, 2);
    assertThat(best.dot(a, 3, b, 5, length))
        .isCloseTo(plain.dot(a, 3, b, 5, length), within(1e-4f));
    float[] one = random(length + 1, 3);
    float[] two = one.clone();
    plain.addScaled(0.7f, a, 2, one, 1, length);
    best.addScaled(0.7f, a, 2, two, 1, length);
    close(one, two);
    plain.add(a, 2, one, 1, length);
    best.add(a, 2, two, 1, length);
    close(one, two);
    plain.relu(one, length);
    best.relu(two, length);
    close(one, two);
    plain.reluGradient(a, one, length);
    best.reluGradient(a, two, length);
    close(one, two);
    float[] from = random(length * 21 + 2, 8);
    float[] turned = new float[length * 21];
    best.transpose(from, 2, length, 21, turned);
    for (int r = 0; r < length; r++) {
      for (int c = 0; c < 21; c++) {
        assertThat(turned[c * length + r]).isEqualTo(from[2 + r * 21 + c]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.3f, 17, 86_400, 1e6f, 2.5e7f, 1e9f})
  void cosinesAreThoseOfTheRoundedAngle(float t) {
    int length = 37;
    float[] w = new float[length];
    for (int i = 0; i < length; i++) {
      w[i] = (float) Math.pow(10, -i / 4.0);
    }
    float[] b = random(length, 1);
    float[] one = new float[length];
    float[] two = new float[length];
    plain.cosines(w, 0, b, 0, t, one, 0, length);
    best.cosines(w, 0, b, 0, t, two, 0, length);
    for (int i = 0; i < length; i++) {
      assertThat(two[i]).as("frequency %s", w[i]).isCloseTo(one[i], within(2e-6f));
    }
    float[] g = random(length, 2);
    float[] dOne = new float[2 * length];
    float[] dTwo = new float[2 * length];
    plain.cosineGradient(w, 0, b, 0, t, g, 0, dOne, 0, length, length);
    best.cosineGradient(w, 0, b, 0, t, g, 0, dTwo, 0, length, length);
    for (int i = 0; i < 2 * length; i++) {
      float angle = i < length ? Math.max(1, w[i] * t) : 1;
      assertThat(dTwo[i] / angle).isCloseTo(dOne[i] / angle, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 37})
  void oneFrequencyAtManyTimesIsThatOfEach(int length) {
    float[] times = new float[length];
    for (int i = 0; i < length; i++) {
      times[i] = (float) Math.pow(10, 7.0 * i / length) - 1;
    }
    float[] g = random(length + 2, 1);
    for (RowKernels rows : new RowKernels[] {plain, best}) {
      float[] codes = new float[length + 1];
      rows.cosinesAt(0.7f, 0.3f, times, codes, 1, length);
      float[] slopes = new float[length];
      rows.slopesAt(0.7f, 0.3f, times, g, 2, slopes, length);
      float[] logs = new float[length];
      rows.logsOfMore(times, 0, logs, length);
      for (int i = 0; i < length; i++) {
        float angle = 0.7f * times[i] + 0.3f;
        assertThat(codes[i + 1]).as("time %s", times[i]).isCloseTo(cos(angle), within(2e-6f));
        float slope = -(float) Math.sin(angle) * g[i + 2];
        assertThat(slopes[i]).as("time %s", times[i]).isCloseTo(slope, within(2e-6f));
        float log = (float) Math.log1p(times[i]);
        assertThat(logs[i]).as("time %s", times[i]).isCloseTo(log, within(2e-6f));
      }
      assertThat(rows.sum(g, 2, length)).isCloseTo(sum(g, 2, length), within(1e-5f));
    }
  }

  private static float cos(float angle) {
    return (float) Math.cos(angle);
  }

  private static float sum(float[] x, int from, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += x[from + i];
    }
    return (float) sum;
  }

  @Test
  void productsOfBothPathsAgree() {
    int n = 9;
    Linear[] linear = new Linear[2];
    Parameters[] parameters = {new Parameters(1), new Parameters(1)};
    float[][] out = new float[2][n * 70];
    float[][] dx = new float[2][n * 33];
    for (int i = 0; i < 2; i++) {
      Engine engine = i == 0 ? Engine.plain() : Engine.best();
      linear[i] = new Linear(engine, parameters[i], "l", 33, 70);
      float[] x = random(n * 33, 2);
      linear[i].forward(x, 0, n, out[i], 0);
      linear[i].backward(x, 0, random(n * 70, 3), 0, n, dx[i], 0);
    }
    close(out[0], out[1]);
    close(dx[0], dx[1]);
    close(parameters[0].gradients(), parameters[1].gradients());
  }

  private static void close(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-4f));
    }
  }
}
