/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import static io.millrace.models.neural.batch.GradientCheck.random;
import static io.millrace.models.neural.batch.GradientCheck.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleGradientTest {
  private static final int N = 5;

  private final Parameters parameters = new Parameters(3);
  private final Engine engine = Engine.best();

  @ParameterizedTest
  @ValueSource(strings = {"gru", "rnn"})
  void cellsGoBackAsDifferencesSay(String kind) {
    Cell cell =
        kind.equals("gru")
            ? new GruCell(engine, parameters, "cell", 7, 6)
            : new RnnCell(engine, parameters, "cell", 7, 6);
    float[] x = random(N * 7, 1);
    float[] h = random(N * 6, 2);
    float[] g = random(N * 6, 3);
    float[] out = new float[N * 6];
    DoubleSupplier loss =
        () -> {
          cell.forward(x, h, N, out);
          return weighted(out, g, N * 6);
        };
    assertThat(loss.getAsDouble()).isFinite();
    float[] dx = new float[N * 7];
    float[] dh = new float[N * 6];
    cell.backward(x, h, g, N, dx, dh);
    GradientCheck.parameters(parameters, loss);
    GradientCheck.check("x", x, dx, x.length, loss);
    GradientCheck.check("h", h, dh, h.length, loss);
  }

  @Test
  void gruIsThatOfTheTextbook() {
    GruCell cell = new GruCell(engine, parameters, "cell", 1, 1);
    float[] values = {0.5f, -0.4f, 0.9f, 0.1f, 0.2f, -0.3f, 0.7f, -0.6f, 0.8f, 0.05f, -0.1f, 0.4f};
    parameters.set(values);
    float[] out = new float[1];
    cell.forward(new float[] {1.5f}, new float[] {-0.5f}, 1, out);
    double r = 1 / (1 + Math.exp(-(0.75 + 0.1 - 0.35 + 0.05)));
    double z = 1 / (1 + Math.exp(-(-0.6 + 0.2 + 0.3 - 0.1)));
    double c = Math.tanh(1.35 - 0.3 + r * (-0.4 + 0.4));
    assertThat((double) out[0]).isCloseTo((1 - z) * c - z * 0.5, within(1e-6));
  }

  @Test
  void perceptronGoesBackAsDifferencesSay() {
    Perceptron perceptron = new Perceptron(engine, parameters, "p", 6, 9, 3);
    float[] x = random(N * 6, 1);
    float[] g = random(N * 3, 2);
    float[] out = new float[N * 3];
    DoubleSupplier loss =
        () -> {
          perceptron.forward(x, N, out);
          return weighted(out, g, N * 3);
        };
    assertThat(loss.getAsDouble()).isFinite();
    float[] dx = new float[N * 6];
    perceptron.backward(x, g, N, dx);
    GradientCheck.parameters(parameters, loss);
    GradientCheck.check("x", x, dx, x.length, loss);
  }

  @ParameterizedTest
  @EnumSource(TimeEncoder.Scale.class)
  void timeEncoderGoesBackAsDifferencesSay(TimeEncoder.Scale scale) {
    TimeEncoder time = new TimeEncoder(engine, parameters, "time", 21, scale);
    float[] spans = {0, 0.5f, 3, 7.25f};
    float[] g = random(4 * 21, 2);
    float[] out = new float[4 * 21];
    DoubleSupplier loss =
        () -> {
          for (int i = 0; i < spans.length; i++) {
            time.encode(spans[i], out, i * 21);
          }
          return weighted(out, g, out.length);
        };
    assertThat(loss.getAsDouble()).isFinite();
    for (int i = 0; i < spans.length; i++) {
      time.backward(spans[i], g, i * 21);
    }
    GradientCheck.parameters(parameters, loss);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void attentionGoesBackAsDifferencesSay(int edge) {
    TimeEncoder time = new TimeEncoder(engine, parameters, "time", 5, TimeEncoder.Scale.SECONDS);
    TemporalAttention attention =
        new TemporalAttention(engine, parameters, "attention", 4, edge, time, 2, 6);
    Neighbourhoods hoods = hoods(edge);
    float[] nodes = random(6 * 4, 5);
    float[] g = random(3 * 6, 6);
    float[] out = new float[3 * 6];
    DoubleSupplier loss =
        () -> {
          attention.forward(hoods, nodes, out);
          return weighted(out, g, out.length);
        };
    assertThat(loss.getAsDouble()).isFinite();
    float[] dNodes = new float[nodes.length];
    attention.backward(hoods, nodes, g, dNodes);
    GradientCheck.parameters(parameters, loss);
    GradientCheck.check("nodes", nodes, dNodes, nodes.length, loss);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void neighbourSumGoesBackAsDifferencesSay(int edge) {
    TimeEncoder time = new TimeEncoder(engine, parameters, "time", 5, TimeEncoder.Scale.SECONDS);
    NeighbourSum sum = new NeighbourSum(engine, parameters, "sum", 4, edge, time, 6);
    // Away from the kink of ReLU, where a centre without neighbours would be.
    Parameters.Slice bias = slice(parameters, "sum.bias");
    System.arraycopy(random(6, 8), 0, parameters.values(), bias.at(), 6);
    Neighbourhoods hoods = hoods(edge);
    float[] nodes = random(6 * 4, 5);
    float[] g = random(3 * 6, 6);
    float[] out = new float[3 * 6];
    DoubleSupplier loss =
        () -> {
          sum.forward(hoods, nodes, out);
          return weighted(out, g, out.length);
        };
    assertThat(loss.getAsDouble()).isFinite();
    float[] dNodes = new float[nodes.length];
    sum.backward(hoods, g, dNodes);
    GradientCheck.parameters(parameters, loss);
    GradientCheck.check("nodes", nodes, dNodes, nodes.length, loss);
  }

  /** Three centres: with three neighbours, one of them itself; with none; with one. */
  private static Neighbourhoods hoods(int edge) {
    Neighbourhoods hoods = new Neighbourhoods(edge);
    float[] features = random(8, 9);
    hoods.centre(0);
    hoods.neighbour(1, 0.5f, features, 0);
    hoods.neighbour(2, 2, features, 2);
    hoods.neighbour(0, 6, features, 4);
    hoods.centre(4);
    hoods.centre(3);
    hoods.neighbour(5, 1, features, 6);
    return hoods;
  }

  @Test
  void attentionWithoutNeighboursIsZero() {
    TimeEncoder time = new TimeEncoder(engine, parameters, "time", 5, TimeEncoder.Scale.SECONDS);
    TemporalAttention attention =
        new TemporalAttention(engine, parameters, "attention", 4, 0, time, 2, 6);
    float[] values = parameters.values();
    java.util.Arrays.fill(values, 0, parameters.size(), 0.3f);
    parameters.changed();
    float[] out = random(18, 1);
    attention.forward(hoods(0), random(24, 5), out);
    for (int i = 0; i < 18; i++) {
      assertThat(out[i] == 0).as("output %d", i).isEqualTo(i >= 6 && i < 12);
    }
  }

  @Test
  void attentionIsTheProjectedOneOfThePaper() {
    TimeEncoder time = new TimeEncoder(engine, parameters, "time", 3, TimeEncoder.Scale.SECONDS);
    new TemporalAttention(engine, parameters, "attention", 2, 0, time, 1, 4);
    Parameters same = new Parameters(3);
    TimeEncoder sameTime = new TimeEncoder(engine, same, "time", 3, TimeEncoder.Scale.SECONDS);
    TemporalAttention attention =
        new TemporalAttention(engine, same, "attention", 2, 0, sameTime, 1, 4);
    Neighbourhoods hoods = new Neighbourhoods(0);
    hoods.centre(0);
    hoods.neighbour(1, 2, new float[0], 0);
    hoods.neighbour(2, 9, new float[0], 0);
    float[] nodes = random(6, 4);
    float[] out = new float[4];
    attention.forward(hoods, nodes, out);
    double[] query = project(same, ".query", vector(nodes, 0, 0));
    double[] weights = new double[2];
    double[][] values = new double[2][];
    float[] ages = {2, 9};
    double sum = 0;
    for (int j = 0; j < 2; j++) {
      double[] raw = vector(nodes, j + 1, ages[j]);
      Parameters.Slice keys = slice(same, ".key");
      double score = 0;
      for (int o = 0; o < 4; o++) {
        double projected = 0;
        for (int i = 0; i < 5; i++) {
          projected += raw[i] * same.values()[keys.at() + o * 5 + i];
        }
        score += query[o] * projected;
      }
      weights[j] = Math.exp(score / 2);
      sum += weights[j];
      values[j] = project(same, ".value", raw);
    }
    double[] mean = new double[4];
    for (int o = 0; o < 4; o++) {
      mean[o] = (weights[0] * values[0][o] + weights[1] * values[1][o]) / sum;
    }
    double[] expected = project(same, ".output", mean);
    for (int o = 0; o < 4; o++) {
      assertThat((double) out[o]).isCloseTo(expected[o], within(1e-5));
    }
  }

  private static double[] vector(float[] nodes, int row, float age) {
    return new double[] {
      nodes[2 * row],
      nodes[2 * row + 1],
      Math.cos(age),
      Math.cos(age * 3.1622776601683795e-5),
      Math.cos(age * 1e-9)
    };
  }

  private static double[] project(Parameters parameters, String end, double[] x) {
    Parameters.Slice weight = slice(parameters, end + ".weight");
    Parameters.Slice bias = slice(parameters, end + ".bias");
    double[] out = new double[weight.columns()];
    for (int o = 0; o < out.length; o++) {
      out[o] = parameters.values()[bias.at() + o];
      for (int i = 0; i < x.length; i++) {
        out[o] += x[i] * parameters.values()[weight.at() + i * out.length + o];
      }
    }
    return out;
  }

  private static Parameters.Slice slice(Parameters parameters, String end) {
    return parameters.slices().stream()
        .filter(s -> s.name().endsWith(end))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lossGoesBackAsDifferencesSay() {
    float[] logits = random(40, 1);
    float[] gradient = new float[40];
    LogitLoss.binary(logits, 0, 40, 1, 1.0 / 4, gradient);
    float[] unused = new float[40];
    GradientCheck.check(
        "logit", logits, gradient, 40, () -> LogitLoss.binary(logits, 0, 40, 1, 1.0 / 4, unused));
    assertThat(LogitLoss.binary(new float[] {0}, 0, 1, 0, 1, unused))
        .isCloseTo(Math.log(2), within(1e-9));
  }

  @Test
  void stepsOfAdamLeadDownhill() {
    Perceptron perceptron = new Perceptron(engine, parameters, "p", 2, 16, 1);
    float[] x = {0, 0, 0, 1, 1, 0, 1, 1};
    float[] logits = new float[4];
    float[] g = new float[4];
    double loss = 1;
    for (int step = 0; step < 800; step++) {
      perceptron.forward(x, 4, logits);
      loss = LogitLoss.binary(logits, 0, 1, 0, 0.25, g);
      loss += LogitLoss.binary(logits, 1, 3, 1, 0.25, g);
      loss += LogitLoss.binary(logits, 3, 4, 0, 0.25, g);
      perceptron.backward(x, g, 4, null);
      parameters.step(io.millrace.models.neural.AdamSettings.of(1e-2));
    }
    assertThat(loss).isLessThan(0.02);
    assertThat(parameters.steps()).isEqualTo(800);
  }

  @Test
  void namesAndSizesAreChecked() {
    parameters.zeros("a", 1, 2);
    assertThatThrownBy(() -> parameters.zeros("a", 1, 2)).hasMessageContaining("name of its own");
    assertThatThrownBy(() -> parameters.zeros("b", 0, 2)).hasMessageContaining("0 x 2");
    assertThatThrownBy(() -> parameters.set(new float[3])).hasMessageContaining("model of 2");
    TimeEncoder time = new TimeEncoder(engine, parameters, "time", 3, TimeEncoder.Scale.SECONDS);
    assertThatThrownBy(() -> new TemporalAttention(engine, parameters, "t", 2, 0, time, 3, 4))
        .hasMessageContaining("3 heads");
  }
}
