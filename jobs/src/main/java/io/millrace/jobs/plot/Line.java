/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

/**
 * One line of a chart.
 *
 * @param x where its points lie, ascending
 * @param y as many values; the line is broken where one is not finite
 */
public record Line(String name, double[] x, double[] y) {
  public Line {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "line '" + name + "' has " + x.length + " places and " + y.length + " values");
    }
  }
}
