/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

/**
 * A span of time as {@code cos(w t + b)} (Xu et al., ICLR 2020, as TGN uses it): frequencies from 1
 * to 1e-9 radians per second, evenly on the logarithmic scale, at first. What is learned is the
 * logarithm of w, so that a step changes slow frequencies as little as fast ones, in proportion.
 */
public final class TimeEncoder {
  private static final double DECADES = 9;

  private final RowKernels rows;
  private final Parameters parameters;
  private final int size;
  private final int logs;
  private final int phases;
  private final float[] frequencies;
  private int version;

  public TimeEncoder(Engine engine, Parameters parameters, String name, int size) {
    this.rows = engine.rows();
    this.parameters = parameters;
    this.size = size;
    logs = parameters.zeros(name + ".log-frequency", 1, size).at();
    phases = parameters.zeros(name + ".phase", 1, size).at();
    for (int i = 0; i < size; i++) {
      double decades = size == 1 ? 0 : DECADES * i / (size - 1);
      parameters.values()[logs + i] = (float) (-decades * StrictMath.log(10));
    }
    frequencies = new float[size];
  }

  public int size() {
    return size;
  }

  /**
   * @param seconds the span
   * @param out receives {@link #size} values from {@code at} on
   */
  public void encode(float seconds, float[] out, int at) {
    float[] values = parameters.values();
    rows.cosines(frequencies(), 0, values, phases, seconds, out, at, size);
  }

  /** Adds the gradients of frequencies and phases, for a gradient of the code. */
  public void backward(float seconds, float[] g, int at) {
    rows.cosineGradient(
        frequencies(),
        0,
        parameters.values(),
        phases,
        seconds,
        g,
        at,
        parameters.gradients(),
        logs,
        phases,
        size);
  }

  private float[] frequencies() {
    if (version != parameters.version()) {
      for (int i = 0; i < size; i++) {
        frequencies[i] = (float) StrictMath.exp(parameters.values()[logs + i]);
      }
      version = parameters.version();
    }
    return frequencies;
  }
}
