/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/**
 * Linear combinations of vectors: output o is the sum over inputs i of {@code at(o, i) · vector i}.
 * With one output it is the result; with one per worker it could be a personal result. Immutable.
 */
public final class Coefficients {
  private final int outputs;
  private final int inputs;
  private final double[] values;

  /** Takes values of output after output; not copied. */
  private Coefficients(int outputs, int inputs, double[] values) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.values = values;
  }

  /** From one row per output. */
  public static Coefficients of(double[]... rows) {
    int inputs = rows[0].length;
    double[] values = new double[rows.length * inputs];
    for (int o = 0; o < rows.length; o++) {
      if (rows[o].length != inputs) {
        throw new IllegalArgumentException("rows of coefficients differ in length");
      }
      System.arraycopy(rows[o], 0, values, o * inputs, inputs);
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new ArithmeticException("a coefficient is " + value);
      }
    }
    return new Coefficients(rows.length, inputs, values);
  }

  /** The first vectors as they are. */
  public static Coefficients identity(int outputs, int inputs) {
    double[] values = new double[outputs * inputs];
    for (int o = 0; o < outputs; o++) {
      values[o * inputs + o] = 1;
    }
    return new Coefficients(outputs, inputs, values);
  }

  public int outputs() {
    return outputs;
  }

  public int inputs() {
    return inputs;
  }

  public double at(int output, int input) {
    return values[output * inputs + input];
  }

  /** The coefficients of one output. */
  public double[] column(int output) {
    return java.util.Arrays.copyOfRange(values, output * inputs, (output + 1) * inputs);
  }

  /**
   * This first, another after it. If this had a centre as its last input and the other expects one,
   * the other's last input is that centre.
   */
  public Coefficients then(Coefficients next) {
    boolean centre = next.inputs == outputs + 1;
    if (!centre && next.inputs != outputs) {
      throw new IllegalArgumentException(
          next.inputs + " inputs follow " + outputs + " outputs of a mixing");
    }
    double[] all = new double[next.outputs * inputs];
    for (int o = 0; o < next.outputs; o++) {
      for (int m = 0; m < outputs; m++) {
        for (int i = 0; i < inputs; i++) {
          all[o * inputs + i] += next.at(o, m) * at(m, i);
        }
      }
      if (centre) {
        all[o * inputs + inputs - 1] += next.at(o, outputs);
      }
    }
    return new Coefficients(next.outputs, inputs, all);
  }

  /** An input's mean coefficient over the outputs: its share in what follows. */
  public double share(int input) {
    double sum = 0;
    for (int o = 0; o < outputs; o++) {
      sum += at(o, input);
    }
    return sum / outputs;
  }
}
