/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import static io.millrace.models.neural.batch.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed in planes is what is computed in rows, and so are the gradients. */
class PlanesTest {
  private final Parameters parameters = new Parameters(3);
  private final Engine engine = Engine.best();

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 53})
  void layersInPlanesAreThoseInRows(int n) {
    Linear linear = new Linear(engine, parameters, "l", 5, 3);
    float[] x = random(n * 5, 1);
    float[] g = random(n * 3, 2);
    float[] out = new float[n * 3];
    float[] dx = new float[n * 5];
    linear.forward(x, 0, n, out, 0);
    linear.backward(x, 0, g, 0, n, dx, 0);
    float[] gradients = takeGradients();
    float[] planes = new float[n * 3 + 7];
    float[] dPlanes = new float[n * 5];
    linear.forwardPlanes(turned(x, n, 5), 0, n, planes, 7);
    linear.backwardPlanes(turned(x, n, 5), 0, turned(g, n, 3), 0, n, dPlanes, 0);
    close(Arrays.copyOfRange(planes, 7, planes.length), turned(out, n, 3));
    close(dPlanes, turned(dx, n, 5));
    close(takeGradients(), gradients);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 53})
  void cellsInPlanesAreThoseInRows(int n) {
    GruCell cell = new GruCell(engine, parameters, "c", 5, 3);
    float[] x = random(n * 5, 1);
    float[] h = random(n * 3, 2);
    float[] g = random(n * 3, 3);
    float[] out = new float[n * 3];
    float[] dx = new float[n * 5];
    cell.forward(x, h, n, out);
    cell.backward(x, h, g, n, dx, null);
    float[] gradients = takeGradients();
    float[] planes = new float[n * 3];
    float[] dPlanes = new float[n * 5];
    cell.forwardPlanes(turned(x, n, 5), turned(h, n, 3), n, planes);
    cell.backwardPlanes(turned(x, n, 5), turned(h, n, 3), turned(g, n, 3), n, dPlanes);
    close(planes, turned(out, n, 3));
    close(dPlanes, turned(dx, n, 5));
    close(takeGradients(), gradients);
  }

  @ParameterizedTest
  @EnumSource(TimeEncoder.Scale.class)
  void codesInPlanesAreThoseInRows(TimeEncoder.Scale scale) {
    int n = 21;
    TimeEncoder time = new TimeEncoder(engine, parameters, "t", 6, scale);
    float[] seconds = new float[n + 2];
    for (int i = 0; i < n; i++) {
      seconds[i + 2] = i * i;
    }
    float[] codes = new float[n * 6];
    float[] g = random(n * 6, 1);
    for (int i = 0; i < n; i++) {
      time.encode(seconds[i + 2], codes, i * 6);
      time.backward(seconds[i + 2], g, i * 6);
    }
    float[] gradients = takeGradients();
    float[] planes = new float[n * 6];
    time.encodePlanes(seconds, 2, n, planes, 0);
    time.backwardPlanes(seconds, 2, n, turned(g, n, 6), 0);
    close(planes, turned(codes, n, 6));
    close(takeGradients(), gradients);
  }

  private float[] takeGradients() {
    float[] taken = parameters.gradients().clone();
    Arrays.fill(parameters.gradients(), 0);
    return taken;
  }

  private static float[] turned(float[] rows, int n, int width) {
    float[] planes = new float[n * width];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < width; c++) {
        planes[c * n + r] = rows[r * width + c];
      }
    }
    return planes;
  }

  private static void close(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      float scale = Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i] / scale)
          .as("element %d", i)
          .isCloseTo(expected[i] / scale, within(2e-5f));
    }
  }
}
