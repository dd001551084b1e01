/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Brings numeric attributes to 0 to 1; a constant one becomes 0. */
final class ScaledReader implements InstanceReader {
  /** Opens the file again. */
  interface Again {
    InstanceReader open() throws IOException;
  }

  private final InstanceReader reader;
  private final double[] low;
  private final double[] range;

  private ScaledReader(InstanceReader reader, double[] low, double[] range) {
    this.reader = reader;
    this.low = low;
    this.range = range;
  }

  /** Reads a file to its end to find the ranges, and then again to scale it. */
  static ScaledReader measure(InstanceReader reader, int attributes, Again again)
      throws IOException {
    List<Column> columns = reader.columns();
    int count = Math.min(attributes, columns.size());
    double[] low = new double[count];
    double[] high = new double[count];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    double[] x = new double[columns.size()];
    while (reader.next(x)) {
      for (int i = 0; i < count; i++) {
        if (Double.isFinite(x[i])) {
          low[i] = Math.min(low[i], x[i]);
          high[i] = Math.max(high[i], x[i]);
        }
      }
    }
    double[] range = new double[count];
    for (int i = 0; i < count; i++) {
      boolean scalable = !columns.get(i).nominal() && low[i] <= high[i];
      // Names, and columns without any number, stay as they are.
      low[i] = scalable ? low[i] : 0;
      range[i] = scalable ? high[i] - low[i] : 1;
    }
    return new ScaledReader(again.open(), low, range);
  }

  @Override
  public List<Column> columns() {
    return reader.columns();
  }

  @Override
  public List<String> classes() {
    return reader.classes();
  }

  @Override
  public boolean next(double[] into) {
    if (!reader.next(into)) {
      return false;
    }
    for (int i = 0; i < low.length; i++) {
      into[i] = range[i] > 0 ? (into[i] - low[i]) / range[i] : into[i] * 0;
    }
    return true;
  }

  @Override
  public int label() {
    return reader.label();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
