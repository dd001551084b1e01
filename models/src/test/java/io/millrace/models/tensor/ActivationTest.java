/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  private final Kernels vector = ComputePaths.best();

  static Activation of(Activation.Kind kind) {
    return switch (kind) {
      case LEAKY_RELU -> new Activation(kind, 0.2f, 0);
      case ELU -> new Activation(kind, 1.5f, 0);
      case SELU -> new Activation(kind, 1.67326f, 1.0507f);
      case HARD_SIGMOID -> new Activation(kind, 0.2f, 0.5f);
      case CLIP -> new Activation(kind, -0.5f, 6);
      default -> new Activation(kind, 0, 0);
    };
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void vectorsAreWithinTwoMillionthsOfDoublePrecision(Activation.Kind kind) {
    Activation f = of(kind);
    float[] x = new float[40_001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 20_000) / 1000f;
    }
    float[] y = x.clone();
    vector.activate(f, y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      float expected = f.apply(x[i]);
      if (Float.isFinite(expected)) {
        assertThat(y[i])
            .as("%s(%s)", kind, x[i])
            .isCloseTo(expected, offset(2e-6f * Math.max(1, Math.abs(expected))));
      } else {
        assertThat(y[i]).as("%s(%s)", kind, x[i]).isEqualTo(Float.valueOf(expected));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void extremesBehaveAsInPlainLoops(Activation.Kind kind) {
    Activation f = of(kind);
    float[] x = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      0,
      100,
      -100,
      88.7f,
      88.8f,
      -87.5f,
      1e-30f,
      3e38f,
      -20,
      20,
      5,
      -5
    };
    float[] y = x.clone();
    vector.activate(f, y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      float expected = f.apply(x[i]);
      if (Float.isFinite(expected)) {
        assertThat(y[i])
            .as("%s(%s)", kind, x[i])
            .isCloseTo(expected, offset(2e-6f * Math.max(1, Math.abs(expected))));
      } else {
        assertThat(y[i]).as("%s(%s)", kind, x[i]).isEqualTo(Float.valueOf(expected));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void anElementsResultDoesNotDependOnItsPlace(Activation.Kind kind) {
    Activation f = of(kind);
    float[] x = new float[100];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(i) * 3;
    }
    float[] expected = x.clone();
    vector.activate(f, expected, 0, x.length);
    for (int from = 0; from < 40; from += 3) {
      for (int length = 0; length < 50; length += 7) {
        float[] y = x.clone();
        vector.activate(f, y, from, length);
        assertThat(Arrays.copyOfRange(y, from, from + length))
            .isEqualTo(Arrays.copyOfRange(expected, from, from + length));
        assertThat(Arrays.copyOfRange(y, 0, from)).isEqualTo(Arrays.copyOfRange(x, 0, from));
        assertThat(Arrays.copyOfRange(y, from + length, 100))
            .isEqualTo(Arrays.copyOfRange(x, from + length, 100));
      }
    }
  }

  @Test
  void plainLoopsApplyTheFunctionOfOneNumber() {
    for (Activation.Kind kind : Activation.Kind.values()) {
      float[] x = {-2, -0.5f, 0, 0.5f, 1.5f};
      ComputePaths.plain().activate(of(kind), x, 1, 3);
      assertThat(x[0]).isEqualTo(-2);
      assertThat(x[1]).isEqualTo(Float.valueOf(of(kind).apply(-0.5f)));
      assertThat(x[3]).isEqualTo(Float.valueOf(of(kind).apply(0.5f)));
      assertThat(x[4]).isEqualTo(1.5f);
    }
  }

  @Test
  void knownValuesComeOut() {
    assertThat(of(Activation.Kind.ERF).apply(0.5f)).isEqualTo(0.5204999f);
    assertThat(of(Activation.Kind.ERF).apply(2)).isEqualTo(0.9953223f);
    assertThat(of(Activation.Kind.GELU).apply(1)).isEqualTo(0.8413448f);
    assertThat(of(Activation.Kind.SOFTPLUS).apply(0)).isEqualTo(0.6931472f);
    assertThat(of(Activation.Kind.SIGMOID).apply(1)).isEqualTo(0.7310586f);
    assertThat(of(Activation.Kind.ROUND).apply(2.5f)).isEqualTo(2);
    assertThat(of(Activation.Kind.HARD_SWISH).apply(1)).isCloseTo(2 / 3f, offset(1e-6f));
  }
}
