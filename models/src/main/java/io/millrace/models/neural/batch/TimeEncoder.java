/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import io.millrace.models.neural.FastExp;

/**
 * A span of time as {@code cos(w t + b)} (Xu et al., ICLR 2020, as TGN uses it). What is learned is
 * the logarithm of w, so that a step changes slow frequencies as little as fast ones, in
 * proportion.
 */
public final class TimeEncoder {
  /** What t is. */
  public enum Scale {
    /** Seconds, as published; frequencies from 1 to 1e-9 radians per second at first. */
    SECONDS(0, -9),
    /**
     * The natural logarithm of one plus the seconds: spans longer than any seen in training are not
     * far from them. Frequencies from 5 to 0.05 radians at first.
     */
    LOGARITHM(0.7, -1.3);

    private final double fastest;
    private final double slowest;

    Scale(double fastest, double slowest) {
      this.fastest = fastest;
      this.slowest = slowest;
    }
  }

  private final RowKernels rows;
  private final Parameters parameters;
  private final int size;
  private final int logs;
  private final int phases;
  private final float[] frequencies;
  private final Scale scale;
  private float[] scaled = new float[0];
  private float[] slopes = new float[0];
  private int version;

  public TimeEncoder(Engine engine, Parameters parameters, String name, int size, Scale scale) {
    this.scale = scale;
    this.rows = engine.rows();
    this.parameters = parameters;
    this.size = size;
    logs = parameters.zeros(name + ".log-frequency", 1, size).at();
    phases = parameters.zeros(name + ".phase", 1, size).at();
    for (int i = 0; i < size; i++) {
      double share = size == 1 ? 0 : (double) i / (size - 1);
      double decades = scale.fastest + share * (scale.slowest - scale.fastest);
      parameters.values()[logs + i] = (float) (decades * StrictMath.log(10));
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
    rows.cosines(frequencies(), 0, values, phases, scaled(seconds), out, at, size);
  }

  /** Adds the gradients of frequencies and phases, for a gradient of the code. */
  public void backward(float seconds, float[] g, int at) {
    rows.cosineGradient(
        frequencies(),
        0,
        parameters.values(),
        phases,
        scaled(seconds),
        g,
        at,
        parameters.gradients(),
        logs,
        phases,
        size);
  }

  /**
   * Encodes many spans at once.
   *
   * @param seconds holds {@code n} spans from {@code from} on
   * @param out receives {@link #size} planes of {@code n} values, one after another
   */
  public void encodePlanes(float[] seconds, int from, int n, float[] out, int at) {
    float[] phase = parameters.values();
    float[] frequency = frequencies();
    scale(seconds, from, n);
    for (int i = 0; i < size; i++) {
      rows.cosinesAt(frequency[i], phase[phases + i], scaled, out, at + i * n, n);
    }
  }

  /** The way back of {@link #encodePlanes}, for planes of gradients of the codes. */
  public void backwardPlanes(float[] seconds, int from, int n, float[] g, int at) {
    float[] phase = parameters.values();
    float[] gradients = parameters.gradients();
    float[] frequency = frequencies();
    scale(seconds, from, n);
    slopes = Floats.fit(slopes, n);
    for (int i = 0; i < size; i++) {
      rows.slopesAt(frequency[i], phase[phases + i], scaled, g, at + i * n, slopes, n);
      gradients[logs + i] += frequency[i] * rows.dot(slopes, 0, scaled, 0, n);
      gradients[phases + i] += rows.sum(slopes, 0, n);
    }
  }

  private void scale(float[] seconds, int from, int n) {
    scaled = Floats.fit(scaled, n);
    if (scale == Scale.SECONDS) {
      System.arraycopy(seconds, from, scaled, 0, n);
    } else {
      rows.logsOfMore(seconds, from, scaled, n);
    }
  }

  private float scaled(float seconds) {
    return scale == Scale.SECONDS ? seconds : (float) FastExp.log(1.0 + seconds);
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
