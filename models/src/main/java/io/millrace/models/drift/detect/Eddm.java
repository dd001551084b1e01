/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/**
 * Watches how far apart errors are: they get closer before the error rate itself shows it
 * (Baena-García and others, "Early drift detection method", IWKDDS 2006). The magnitude is the
 * error rate that the mean distance at the drift stands for, less the one that the greatest
 * distance (mean and two standard deviations) stood for.
 */
public final class Eddm implements Detector {
  private static final int LEAST_ERRORS = 30;

  private final double warning;
  private final double drift;

  private long sinceError;
  private long errors;
  private double mean;
  private double squares;
  private double greatest;
  private double magnitude;

  /** As published: 0.95 and 0.90. */
  public Eddm() {
    this(0.95, 0.90);
  }

  /**
   * @param warning share of the greatest distance below which it warns, in (0, 1]
   * @param drift share below which it alarms, above 0 and at most the other
   */
  public Eddm(double warning, double drift) {
    Checks.setting(warning > 0 && warning <= 1, "EDDM", "warning", warning, "in (0, 1]");
    Checks.setting(drift > 0 && drift <= warning, "EDDM", "drift", drift, "in (0, warning]");
    this.warning = warning;
    this.drift = drift;
  }

  @Override
  public Level add(double value) {
    sinceError++;
    if (!Checks.error(value)) {
      return Level.NONE;
    }
    double distance = sinceError;
    sinceError = 0;
    errors++;
    double away = distance - mean;
    mean += away / errors;
    squares += away * (distance - mean);
    double reach = mean + 2 * Math.sqrt(squares / errors);
    if (errors < LEAST_ERRORS) {
      return Level.NONE;
    }
    if (reach > greatest) {
      greatest = reach;
      return Level.NONE;
    }
    double share = reach / greatest;
    if (share < drift) {
      magnitude = 1 / mean - 1 / greatest;
      reset();
      return Level.DRIFT;
    }
    return share < warning ? Level.WARNING : Level.NONE;
  }

  @Override
  public double magnitude() {
    return magnitude;
  }

  @Override
  public void reset() {
    sinceError = 0;
    errors = 0;
    mean = 0;
    squares = 0;
    greatest = 0;
  }

  @Override
  public long heapBytes() {
    return 80;
  }

  @Override
  public void write(PieceWriter out) {
    out.varint(sinceError);
    out.varint(errors);
    out.float64(mean);
    out.float64(squares);
    out.float64(greatest);
    out.float64(magnitude);
  }

  @Override
  public void read(PieceReader in) {
    sinceError = in.varint();
    errors = in.varint();
    mean = in.float64();
    squares = in.float64();
    greatest = in.float64();
    magnitude = in.float64();
  }
}
