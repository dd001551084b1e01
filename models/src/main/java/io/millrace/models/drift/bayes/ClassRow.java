/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * Running Gaussians of all numeric attributes for one class: a block of [mean | sum of squared
 * deviations | least | greatest], each as long as there are attributes. The mean and the squares
 * follow Welford (Technometrics 4, 1962) with weights (West, CACM 22, 1979). Least and greatest are
 * rounded outwards to single precision: they only bound what can be split.
 */
final class ClassRow {
  /** Deviations beyond this exponent count as this one: ten standard deviations. */
  static final double WORST = 50;

  /** The inverse variance of what never varied: any deviation is the worst. */
  private static final double CONSTANT = 1e300;

  private static final double GREATEST_INVERSE = 1e290;
  private static final double LOG_PI = Math.log(Math.PI);
  private static final double LOG_2 = Math.log(2);

  // How a cell is written.
  private static final int FULL = 0;
  private static final int ZERO = 1;
  private static final int SINGLE = 2;
  private static final int DOUBLE = 3;

  final int label;
  private final int count;
  final double[] cells;
  double weight;

  /**
   * Weight of the instances that had an attribute: numeric ones, then nominal ones. Null while
   * nothing was missing.
   */
  double[] present;

  // Derived when asked for: 1 / (2 variance) of each attribute, and the logarithm of all factors
  // that do not depend on the instance.
  private double[] inverse;
  private double logNorm;
  private boolean stale = true;

  ClassRow(int label, int count) {
    this.label = label;
    this.count = count;
    this.cells = new double[4 * count];
    Arrays.fill(cells, 2 * count, 3 * count, Double.POSITIVE_INFINITY);
    Arrays.fill(cells, 3 * count, 4 * count, Double.NEGATIVE_INFINITY);
  }

  void grew() {
    stale = true;
  }

  /** Adds an instance whose numeric attributes are all present, as they always were. */
  void add(double[] x, int[] numeric, double w) {
    double[] c = cells;
    int n = count;
    double ratio = w / weight;
    for (int a = 0; a < n; a++) {
      double v = x[numeric[a]];
      double delta = v - c[a];
      double mean = c[a] + delta * ratio;
      c[a] = mean;
      c[n + a] += w * delta * (v - mean);
      if (v < c[2 * n + a]) {
        c[2 * n + a] = floor(v);
      }
      if (v > c[3 * n + a]) {
        c[3 * n + a] = ceiling(v);
      }
    }
  }

  /** Adds an instance; what it has has been added to {@link #present} before. */
  void addPresent(double[] x, int[] numeric, double w) {
    double[] c = cells;
    int n = count;
    for (int a = 0; a < n; a++) {
      double v = x[numeric[a]];
      if (Double.isNaN(v)) {
        continue;
      }
      double delta = v - c[a];
      double mean = c[a] + delta * (w / present[a]);
      c[a] = mean;
      c[n + a] += w * delta * (v - mean);
      if (v < c[2 * n + a]) {
        c[2 * n + a] = floor(v);
      }
      if (v > c[3 * n + a]) {
        c[3 * n + a] = ceiling(v);
      }
    }
  }

  private static double floor(double v) {
    float f = (float) v;
    return f > v ? Math.nextDown(f) : f;
  }

  private static double ceiling(double v) {
    float f = (float) v;
    return f < v ? Math.nextUp(f) : f;
  }

  /** Weight of the instances that had the attribute; nominal ones follow the numeric ones. */
  double present(int attribute) {
    return present == null ? weight : present[attribute];
  }

  /** Unbiased; 0 when it can't be told. */
  double variance(int a) {
    double w = present(a);
    return w > 1 ? cells[count + a] / (w - 1) : 0;
  }

  /** Factors of the density that hold for every instance without gaps, as a logarithm. */
  double logNorm(int[] codes) {
    if (stale) {
      derive(codes);
    }
    return logNorm;
  }

  private void derive(int[] codes) {
    if (inverse == null) {
      inverse = new double[count];
    }
    double product = 1;
    long exponent = 0;
    int gaussians = 0;
    for (int a = 0; a < count; a++) {
      double w = present(a);
      double squares = cells[count + a];
      double inv;
      if (!(w > 0)) {
        inv = 0;
      } else {
        inv = w > 1 ? 0.5 * (w - 1) / squares : CONSTANT;
        if (!(inv < GREATEST_INVERSE)) {
          inv = CONSTANT;
        } else {
          gaussians++;
          int e = Math.getExponent(inv);
          product *= inv * power(-e);
          exponent += e;
          if (product > 0x1p900) {
            product *= 0x1p-900;
            exponent += 900;
          }
        }
      }
      inverse[a] = inv;
    }
    double sum = 0.5 * (Math.log(product) + exponent * LOG_2 - gaussians * LOG_PI);
    double denominator = 1;
    for (int j = 0; j < codes.length; j++) {
      denominator *= codes[j] == 0 ? 1 : present(count + j) + codes[j];
      if (denominator > 0x1p500) {
        sum -= Math.log(denominator);
        denominator = 1;
      }
    }
    logNorm = sum - Math.log(denominator);
    stale = false;
  }

  /** Two to that power, -1022 to 1023. */
  static double power(int exponent) {
    return Double.longBitsToDouble((exponent + 1023L) << 52);
  }

  /** Sum of the exponents of the densities; all numeric attributes are present. */
  double exponent(double[] x, int[] numeric) {
    double[] c = cells;
    double[] inv = inverse;
    double even = 0;
    double odd = 0;
    int n = count;
    int a = 0;
    for (; a + 1 < n; a += 2) {
      double d = x[numeric[a]] - c[a];
      double e = d * d * inv[a];
      even += e > WORST ? WORST : e;
      d = x[numeric[a + 1]] - c[a + 1];
      e = d * d * inv[a + 1];
      odd += e > WORST ? WORST : e;
    }
    if (a < n) {
      double d = x[numeric[a]] - c[a];
      double e = d * d * inv[a];
      even += e > WORST ? WORST : e;
    }
    return even + odd;
  }

  /** The same with gaps: also takes back what the missing attributes have in {@link #logNorm}. */
  double exponentOfPresent(double[] x, Selection selection, int[] codes) {
    double sum = 0;
    for (int a = 0; a < count; a++) {
      double v = x[selection.numeric[a]];
      double inv = inverse[a];
      if (!Double.isNaN(v)) {
        double d = v - cells[a];
        sum += Math.min(WORST, d * d * inv);
      } else if (inv > 0 && inv < CONSTANT) {
        sum += 0.5 * (Math.log(inv) - LOG_PI);
      }
    }
    for (int j = 0; j < codes.length; j++) {
      if (Double.isNaN(x[selection.nominal[j]]) && codes[j] > 0) {
        sum -= Math.log(present(count + j) + codes[j]);
      }
    }
    return sum;
  }

  void write(PieceWriter out) {
    out.varint(label);
    out.amount(weight);
    out.flag(present != null);
    if (present != null) {
      for (double w : present) {
        out.amount(w);
      }
    }
    for (int a = 0; a < count; a += 4) {
      int forms = 0;
      for (int i = a; i < Math.min(count, a + 4); i++) {
        forms |= form(i) << (2 * (i - a));
      }
      out.u8(forms);
    }
    for (int a = 0; a < count; a++) {
      switch (form(a)) {
        case FULL -> {
          out.float64(cells[a]);
          out.float64(cells[count + a]);
          out.float32((float) cells[2 * count + a]);
          out.float32((float) cells[3 * count + a]);
        }
        case SINGLE -> out.float32((float) cells[a]);
        case DOUBLE -> out.float64(cells[a]);
        default -> {}
      }
    }
  }

  /** What never varied needs no more than its value. */
  private int form(int a) {
    double mean = cells[a];
    if (Double.doubleToRawLongBits(cells[count + a]) != 0
        || cells[2 * count + a] != floor(mean)
        || cells[3 * count + a] != ceiling(mean)) {
      return FULL;
    }
    if (Double.doubleToRawLongBits(mean) == 0) {
      return ZERO;
    }
    return (float) mean == mean ? SINGLE : DOUBLE;
  }

  static ClassRow read(PieceReader in, int numeric, int nominal) {
    ClassRow row = new ClassRow(in.count("as a label", Integer.MAX_VALUE), numeric);
    row.weight = in.amount();
    if (in.flag()) {
      row.present = new double[numeric + nominal];
      for (int a = 0; a < row.present.length; a++) {
        row.present[a] = in.amount();
      }
    }
    int[] forms = new int[(numeric + 3) / 4];
    for (int i = 0; i < forms.length; i++) {
      forms[i] = in.u8();
    }
    for (int a = 0; a < numeric; a++) {
      row.readCell(in, a, (forms[a / 4] >> (2 * (a % 4))) & 3);
    }
    return row;
  }

  private void readCell(PieceReader in, int a, int form) {
    switch (form) {
      case FULL -> {
        cells[a] = in.float64();
        cells[count + a] = in.float64();
        cells[2 * count + a] = in.float32();
        cells[3 * count + a] = in.float32();
        return;
      }
      case SINGLE -> cells[a] = in.float32();
      case DOUBLE -> cells[a] = in.float64();
      default -> cells[a] = 0;
    }
    cells[2 * count + a] = floor(cells[a]);
    cells[3 * count + a] = ceiling(cells[a]);
  }

  static long heapBytes(int numeric) {
    return 72 + 40L * numeric + 32;
  }
}
