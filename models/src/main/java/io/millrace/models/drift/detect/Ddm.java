/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/**
 * Watches an error rate: two standard deviations above its best are a warning, three a drift (Gama,
 * Medas, Castillo, Rodrigues, "Learning with drift detection", SBIA 2004). The magnitude is the
 * error rate at the drift less the best one. As published, the first error after a time without any
 * is a drift: there, prefer {@link Adwin}.
 */
public final class Ddm implements Detector {
  private final int least;
  private final double warning;
  private final double drift;

  private long count;
  private long errors;
  private double bestRate = Double.POSITIVE_INFINITY;
  private double bestDeviation = Double.POSITIVE_INFINITY;
  private double magnitude;

  /** As published: after 30 values, two and three standard deviations. */
  public Ddm() {
    this(30, 2, 3);
  }

  /**
   * @param least values before the first alarm, from 1
   * @param warning standard deviations that warn, above 0
   * @param drift standard deviations that alarm, at least as many
   */
  public Ddm(int least, double warning, double drift) {
    Checks.setting(least >= 1, "DDM", "least", least, "1 or more");
    Checks.setting(warning > 0, "DDM", "warning", warning, "above 0");
    Checks.setting(drift >= warning, "DDM", "drift", drift, "at least the warning level");
    this.least = least;
    this.warning = warning;
    this.drift = drift;
  }

  @Override
  public Level add(double value) {
    errors += Checks.error(value) ? 1 : 0;
    count++;
    if (count < least) {
      return Level.NONE;
    }
    double rate = (double) errors / count;
    double deviation = Math.sqrt(rate * (1 - rate) / count);
    if (rate + deviation <= bestRate + bestDeviation) {
      bestRate = rate;
      bestDeviation = deviation;
    }
    if (rate + deviation > bestRate + drift * bestDeviation) {
      magnitude = rate - bestRate;
      reset();
      return Level.DRIFT;
    }
    return rate + deviation > bestRate + warning * bestDeviation ? Level.WARNING : Level.NONE;
  }

  @Override
  public double magnitude() {
    return magnitude;
  }

  @Override
  public void reset() {
    count = 0;
    errors = 0;
    bestRate = Double.POSITIVE_INFINITY;
    bestDeviation = Double.POSITIVE_INFINITY;
  }

  @Override
  public long heapBytes() {
    return 72;
  }

  @Override
  public void write(PieceWriter out) {
    out.varint(count);
    out.varint(errors);
    out.float64(bestRate);
    out.float64(bestDeviation);
    out.float64(magnitude);
  }

  @Override
  public void read(PieceReader in) {
    count = in.varint();
    errors = in.varint();
    bestRate = in.float64();
    bestDeviation = in.float64();
    magnitude = in.float64();
  }
}
