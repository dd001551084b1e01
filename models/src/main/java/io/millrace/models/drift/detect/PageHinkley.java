/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/**
 * Adds up by how much values exceed their mean so far, and alarms once that sum is far above its
 * least (Page, "Continuous inspection schemes", Biometrika 41, 1954; with the fading of Gama,
 * Sebastião, Rodrigues, Machine Learning 90, 2013). Sees a rise only. The magnitude is the mean
 * since the least sum less the mean before.
 */
public final class PageHinkley implements Detector {
  private static final int LEAST = 30;

  private final double tolerance;
  private final double threshold;
  private final double fading;

  private long count;
  private double sum;
  private double cumulated;
  private double least;
  private long countAtLeast;
  private double sumAtLeast;
  private double magnitude;

  /** Tolerance 0.005, threshold 50, fading 0.9999. */
  public PageHinkley() {
    this(0.005, 50, 0.9999);
  }

  /**
   * @param tolerance excess that does not count, 0 or more
   * @param threshold height above the least sum that alarms, above 0
   * @param fading factor of the sum at each value, in (0, 1]
   */
  public PageHinkley(double tolerance, double threshold, double fading) {
    Checks.setting(tolerance >= 0, "Page-Hinkley", "tolerance", tolerance, "0 or more");
    Checks.setting(threshold > 0, "Page-Hinkley", "threshold", threshold, "above 0");
    Checks.setting(fading > 0 && fading <= 1, "Page-Hinkley", "fading", fading, "in (0, 1]");
    this.tolerance = tolerance;
    this.threshold = threshold;
    this.fading = fading;
  }

  @Override
  public Level add(double value) {
    Checks.finite(value);
    count++;
    sum += value;
    cumulated = fading * cumulated + (value - sum / count - tolerance);
    if (cumulated <= least) {
      least = cumulated;
      countAtLeast = count;
      sumAtLeast = sum;
    }
    if (count >= LEAST && cumulated - least > threshold) {
      double before = countAtLeast == 0 ? 0 : sumAtLeast / countAtLeast;
      magnitude = (sum - sumAtLeast) / (count - countAtLeast) - before;
      reset();
      return Level.DRIFT;
    }
    return Level.NONE;
  }

  @Override
  public double magnitude() {
    return magnitude;
  }

  @Override
  public void reset() {
    count = 0;
    sum = 0;
    cumulated = 0;
    least = 0;
    countAtLeast = 0;
    sumAtLeast = 0;
  }

  @Override
  public long heapBytes() {
    return 96;
  }

  @Override
  public void write(PieceWriter out) {
    out.varint(count);
    out.varint(countAtLeast);
    out.float64(sum);
    out.float64(cumulated);
    out.float64(least);
    out.float64(sumAtLeast);
    out.float64(magnitude);
  }

  @Override
  public void read(PieceReader in) {
    count = in.varint();
    countAtLeast = in.varint();
    sum = in.float64();
    cumulated = in.float64();
    least = in.float64();
    sumAtLeast = in.float64();
    magnitude = in.float64();
  }
}
