/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/** How often a predictor errs: over the long run, and lately. */
final class Errors {
  private static final double LONG = 5000;
  private static final double SHORT = 500;

  private long count;
  private double longRun;
  private double lately;

  void add(boolean wrong) {
    count++;
    double error = wrong ? 1 : 0;
    longRun += Math.max(1.0 / count, 1 / LONG) * (error - longRun);
    lately += Math.max(1.0 / count, 1 / SHORT) * (error - lately);
  }

  long count() {
    return count;
  }

  /** Share of errors among the last some hundred. */
  double lately() {
    return lately;
  }

  double longRun() {
    return longRun;
  }

  /** Whether lately is above the long run by so many standard deviations of a short mean. */
  boolean rose(double deviations) {
    return lately > longRun + deviations * Math.sqrt(longRun * (1 - longRun) / SHORT);
  }

  /** Begins anew, as somebody whose errors those were. */
  void become(Errors other) {
    count = other.count;
    longRun = other.lately;
    lately = other.lately;
  }

  void clear() {
    count = 0;
    longRun = 0;
    lately = 0;
  }

  void write(PieceWriter out) {
    out.varint(count);
    out.float64(longRun);
    out.float64(lately);
  }

  void read(PieceReader in) {
    count = in.varint();
    longRun = in.float64();
    lately = in.float64();
  }
}
