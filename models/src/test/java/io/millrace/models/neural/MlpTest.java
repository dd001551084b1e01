/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlpTest {
  private static final MlpShape SHAPE = new MlpShape(5, List.of(19, 7), 3, 0);

  @Test
  void logitsAreThoseOfTheTextbook() {
    Mlp mlp = new Mlp(SHAPE, AdamSettings.of(1e-3), 7);
    Pass pass = filled(mlp, 4);
    mlp.forward(pass, 4);
    for (int row = 0; row < 4; row++) {
      double[] x = new double[5];
      for (int i = 0; i < 5; i++) {
        x[i] = pass.inputs()[pass.inputAt(row) + i];
      }
      double[] expected = textbook(mlp, x);
      for (int o = 0; o < 3; o++) {
        assertThat((double) pass.logits()[row * pass.stride() + o])
            .isCloseTo(expected[o], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "softmax"})
  void gradientsAreThoseOfFiniteDifferences(String loss) {
    Mlp mlp = new Mlp(SHAPE, AdamSettings.of(1e-3), 7);
    Pass pass = filled(mlp, 6);
    Random random = new Random(3);
    float[] targets = new float[18];
    int[] labels = new int[6];
    for (int i = 0; i < 18; i++) {
      targets[i] = random.nextInt(2);
      labels[i / 3] = random.nextInt(3);
    }
    mlp.forward(pass, 6);
    loss(loss, pass, targets, labels);
    mlp.backward(pass, 6);
    int checked = 0;
    for (int l = 0; l < 3; l++) {
      Dense layer = mlp.layer(l);
      float[] gradient = layer.gradient.clone();
      for (int i = 0; i <= layer.inputs; i++) {
        for (int o = 0; o < layer.outputs; o += 3) {
          int at = i * layer.stride + o;
          float weight = layer.weights[at];
          float h = 4e-3f;
          layer.weights[at] = weight + h;
          mlp.forward(pass, 6);
          double up = loss(loss, pass, targets, labels);
          layer.weights[at] = weight - h;
          mlp.forward(pass, 6);
          double down = loss(loss, pass, targets, labels);
          layer.weights[at] = weight;
          assertThat((double) gradient[at])
              .as("layer %d, input %d, output %d", l, i, o)
              .isCloseTo((up - down) / (2.0 * h), within(2e-3));
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(80);
  }

  @Test
  void paddingStaysZero() {
    Mlp mlp = new Mlp(SHAPE, AdamSettings.of(1e-2), 7);
    Pass pass = filled(mlp, 6);
    for (int step = 0; step < 20; step++) {
      train(mlp, pass, 6);
    }
    for (int l = 0; l < 3; l++) {
      Dense layer = mlp.layer(l);
      for (int at = 0; at < layer.weights.length; at++) {
        if (at % layer.stride >= layer.outputs) {
          assertThat(layer.weights[at]).isZero();
        }
      }
    }
  }

  @Test
  void learnsWhatNoLinearModelCan() {
    Mlp mlp = new Mlp(new MlpShape(2, List.of(16), 2, 0), AdamSettings.of(1e-2), 1);
    Pass pass = mlp.pass(4);
    float[] corners = {0, 0, 0, 1, 1, 0, 1, 1};
    System.arraycopy(corners, 0, pass.inputs(), 0, 8);
    double loss = 1;
    for (int step = 0; step < 500; step++) {
      mlp.forward(pass, 4);
      loss = Losses.softmax(pass, 4, new int[] {0, 1, 1, 0});
      mlp.backward(pass, 4);
      mlp.step();
    }
    assertThat(loss).isLessThan(0.01);
  }

  @Test
  void droppedOutputsGetNoGradientAndTheOthersAScaledOne() {
    MlpShape shape = new MlpShape(5, List.of(64), 3, 0.5);
    Mlp mlp = new Mlp(shape, AdamSettings.of(1e-3), 7);
    Pass pass = filled(mlp, 1);
    mlp.forwardInTraining(pass, 1, 11);
    float[] hidden = pass.values[1].clone();
    mlp.forward(pass, 1);
    int dropped = 0;
    for (int i = 0; i < 64; i++) {
      float kept = pass.values[1][i];
      assertThat(hidden[i]).isIn(0f, 2 * kept);
      dropped += kept > 0 && hidden[i] == 0 ? 1 : 0;
    }
    assertThat(dropped).isBetween(5, 30);

    mlp.forwardInTraining(pass, 1, 11);
    assertThat(pass.values[1]).isEqualTo(hidden);
    Losses.softmax(pass, 1, new int[] {2});
    mlp.backward(pass, 1);
    for (int i = 0; i < 64; i++) {
      double expected = 0;
      for (int o = 0; o < 3; o++) {
        expected += mlp.layer(1).weights[i * mlp.layer(1).stride + o] * pass.logitGradient()[o];
      }
      assertThat((double) pass.gradients[1][i])
          .isCloseTo(hidden[i] > 0 ? 2 * expected : 0, within(1e-6));
    }
    mlp.forwardInTraining(pass, 1, 12);
    assertThat(pass.values[1]).isNotEqualTo(hidden);
  }

  @Test
  void dropsAsOftenAsAsked() {
    Dropout dropout = new Dropout(0.2, 5);
    float[] ones = new float[1600];
    int dropped = 0;
    for (int draw = 0; draw < 50; draw++) {
      java.util.Arrays.fill(ones, 1);
      dropout.apply(ones, 16, 100, draw);
      for (float one : ones) {
        dropped += one == 0 ? 1 : 0;
      }
    }
    assertThat(dropped / 80_000.0).isCloseTo(0.2, within(0.006));
  }

  @Test
  void grownNetworkKeepsItsOldLogits() {
    Mlp mlp = new Mlp(SHAPE, AdamSettings.of(1e-2), 7);
    Pass pass = filled(mlp, 3);
    train(mlp, pass, 3);
    mlp.forward(pass, 3);
    mlp.grow(20);
    Pass wider = filled(mlp, 3);
    mlp.forward(wider, 3);
    for (int row = 0; row < 3; row++) {
      for (int o = 0; o < 3; o++) {
        assertThat(wider.logits()[row * wider.stride() + o])
            .isEqualTo(pass.logits()[row * pass.stride() + o]);
      }
      assertThat(wider.logits()[row * wider.stride() + 19]).isNotZero();
    }
    assertThatThrownBy(() -> mlp.grow(4)).hasMessageContaining("only grows");
  }

  @Test
  void firstWeightsAreUniformWithinXaviersBound() {
    Mlp mlp = new Mlp(new MlpShape(200, List.of(256), 2, 0), AdamSettings.of(1e-2), 7);
    Dense layer = mlp.layer(0);
    double bound = Math.sqrt(6.0 / 456);
    double sum = 0;
    double squares = 0;
    for (int at = 0; at < 200 * 256; at++) {
      assertThat(Math.abs(layer.weights[at])).isLessThanOrEqualTo((float) bound);
      sum += layer.weights[at];
      squares += (double) layer.weights[at] * layer.weights[at];
    }
    assertThat(sum / 51_200).isCloseTo(0, within(0.002));
    assertThat(squares / 51_200).isCloseTo(bound * bound / 3, within(1e-4));
    for (int o = 0; o < 256; o++) {
      assertThat(layer.weights[200 * 256 + o]).isZero();
    }
  }

  @Test
  void shapesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new MlpShape(0, List.of(), 1, 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new MlpShape(1, List.of(), 1, 1)).hasMessageContaining("dropout=1");
    assertThatThrownBy(() -> AdamSettings.of(0)).hasMessageContaining("rate=0");
  }

  static Pass filled(Mlp mlp, int rows) {
    Pass pass = mlp.pass(rows);
    Random random = new Random(1);
    for (int i = 0; i < rows * 5; i++) {
      pass.inputs()[i] = (float) random.nextGaussian();
    }
    return pass;
  }

  static void train(Mlp mlp, Pass pass, int rows) {
    mlp.forward(pass, rows);
    Losses.softmax(pass, rows, new int[rows]);
    mlp.backward(pass, rows);
    mlp.step();
  }

  private static double loss(String loss, Pass pass, float[] targets, int[] labels) {
    return loss.equals("binary")
        ? Losses.binary(pass, 6, targets)
        : Losses.softmax(pass, 6, labels);
  }

  private static double[] textbook(Mlp mlp, double[] x) {
    for (int l = 0; l < 3; l++) {
      Dense layer = mlp.layer(l);
      double[] out = new double[layer.outputs];
      for (int o = 0; o < layer.outputs; o++) {
        out[o] = layer.weights[layer.inputs * layer.stride + o];
        for (int i = 0; i < layer.inputs; i++) {
          out[o] += x[i] * layer.weights[i * layer.stride + o];
        }
        out[o] = l < 2 ? Math.max(out[o], 0) : out[o];
      }
      x = out;
    }
    return x;
  }
}
