/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.net;

/**
 * GRU and LSTM as the ONNX operator pages write them, one step after the other.
 *
 * <p>GRU (gates z, r, h): z = σ(Wz x + Rz h + b), r = σ(Wr x + Rr h + b), n = tanh(Wh x + Rh (r ∘
 * h) + b) or tanh(Wh x + Wbh + r ∘ (Rh h + Rbh)), h' = (1 - z) ∘ n + z ∘ h. LSTM (gates i, o, f,
 * c): c' = f ∘ c + i ∘ tanh(·), h' = o ∘ tanh(c').
 */
final class RecurrentOracle {
  private final Op.Recurrent op;
  private final int gates;
  private final int hidden;

  private RecurrentOracle(Op.Recurrent op) {
    this.op = op;
    this.gates = op.cell() == Op.Recurrent.Cell.GRU ? 3 : 4;
    this.hidden = op.hidden();
  }

  /**
   * The output that the op names.
   *
   * @param x (time, 1, features)
   */
  static float[] run(Op.Recurrent op, float[] x, int time) {
    return new RecurrentOracle(op).run(x, time);
  }

  private float[] run(float[] x, int time) {
    int directions = op.direction() == Op.Recurrent.Direction.BIDIRECTIONAL ? 2 : 1;
    float[] sequence = new float[time * directions * hidden];
    float[] lastHidden = new float[directions * hidden];
    float[] lastCell = new float[directions * hidden];
    for (int d = 0; d < directions; d++) {
      boolean backwards = op.direction() == Op.Recurrent.Direction.REVERSE || d == 1;
      double[] h = new double[hidden];
      double[] c = new double[hidden];
      for (int i = 0; i < hidden; i++) {
        h[i] = op.initialHidden()[d * hidden + i];
        c[i] = op.cell() == Op.Recurrent.Cell.LSTM ? op.initialCell()[d * hidden + i] : 0;
      }
      for (int step = 0; step < time; step++) {
        int t = backwards ? time - 1 - step : step;
        if (op.cell() == Op.Recurrent.Cell.GRU) {
          h = gru(d, x, t, h);
        } else {
          h = lstm(d, x, t, h, c);
        }
        for (int i = 0; i < hidden; i++) {
          sequence[(t * directions + d) * hidden + i] = (float) h[i];
        }
      }
      for (int i = 0; i < hidden; i++) {
        lastHidden[d * hidden + i] = (float) h[i];
        lastCell[d * hidden + i] = (float) c[i];
      }
    }
    return switch (op.output()) {
      case SEQUENCE -> sequence;
      case LAST_HIDDEN -> lastHidden;
      case LAST_CELL -> lastCell;
    };
  }

  private double[] gru(int d, float[] x, int t, double[] h) {
    double[] z = new double[hidden];
    double[] r = new double[hidden];
    for (int i = 0; i < hidden; i++) {
      z[i] = NaiveInterpreter.sigmoid(input(d, 0, i, x, t) + recurrent(d, 0, i, h));
      r[i] = NaiveInterpreter.sigmoid(input(d, 1, i, x, t) + recurrent(d, 1, i, h));
    }
    double[] gated = new double[hidden];
    for (int i = 0; i < hidden; i++) {
      gated[i] = r[i] * h[i];
    }
    double[] next = new double[hidden];
    for (int i = 0; i < hidden; i++) {
      double n = op.linearBeforeReset() ? r[i] * recurrent(d, 2, i, h) : recurrent(d, 2, i, gated);
      next[i] = (1 - z[i]) * Math.tanh(input(d, 2, i, x, t) + n) + z[i] * h[i];
    }
    return next;
  }

  private double[] lstm(int d, float[] x, int t, double[] h, double[] c) {
    double[] next = new double[hidden];
    for (int i = 0; i < hidden; i++) {
      double in = NaiveInterpreter.sigmoid(input(d, 0, i, x, t) + recurrent(d, 0, i, h));
      double out = NaiveInterpreter.sigmoid(input(d, 1, i, x, t) + recurrent(d, 1, i, h));
      double forget = NaiveInterpreter.sigmoid(input(d, 2, i, x, t) + recurrent(d, 2, i, h));
      double fresh = Math.tanh(input(d, 3, i, x, t) + recurrent(d, 3, i, h));
      c[i] = forget * c[i] + in * fresh;
      next[i] = out * Math.tanh(c[i]);
    }
    return next;
  }

  private double input(int d, int gate, int i, float[] x, int t) {
    int row = (d * gates + gate) * hidden + i;
    double sum = op.bias()[(2 * d * gates + gate) * hidden + i];
    for (int k = 0; k < op.features(); k++) {
      sum += (double) op.inputWeight()[row * op.features() + k] * x[t * op.features() + k];
    }
    return sum;
  }

  private double recurrent(int d, int gate, int i, double[] h) {
    int row = (d * gates + gate) * hidden + i;
    double sum = op.bias()[((2 * d + 1) * gates + gate) * hidden + i];
    for (int k = 0; k < hidden; k++) {
      sum += (double) op.recurrentWeight()[row * hidden + k] * h[k];
    }
    return sum;
  }
}
