/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.jobs.plot.Line;
import java.util.Arrays;

/**
 * Values in the order they come, a bounded number of points: where there are too many, two become
 * their mean. Not thread-safe.
 */
final class Series {
  private static final int MOST = 600;

  private final int measures;
  private final double[] x = new double[MOST];
  private final double[][] y;
  private int size;
  private int perPoint = 1;
  private int inLast;

  /**
   * @param measures values per place
   */
  Series(int measures) {
    this.measures = measures;
    y = new double[measures][MOST];
  }

  /** Adds a place; a value that is not finite is unknown. */
  void add(double place, double... values) {
    if (inLast == perPoint || size == 0) {
      if (size == MOST) {
        halve();
      }
      inLast = 0;
      size++;
    }
    int last = size - 1;
    inLast++;
    x[last] = mean(x[last], place);
    for (int i = 0; i < measures; i++) {
      y[i][last] = mean(y[i][last], values[i]);
    }
  }

  private double mean(double before, double value) {
    if (inLast == 1 || !Double.isFinite(before)) {
      return value;
    }
    return Double.isFinite(value) ? before + (value - before) / inLast : before;
  }

  private void halve() {
    for (int i = 0; i < MOST / 2; i++) {
      x[i] = (x[2 * i] + x[2 * i + 1]) / 2;
      for (double[] values : y) {
        double left = values[2 * i];
        double right = values[2 * i + 1];
        values[i] =
            !Double.isFinite(left) ? right : Double.isFinite(right) ? (left + right) / 2 : left;
      }
    }
    size = MOST / 2;
    perPoint *= 2;
  }

  int size() {
    return size;
  }

  Line line(String name, int measure) {
    return new Line(name, Arrays.copyOf(x, size), Arrays.copyOf(y[measure], size));
  }
}
