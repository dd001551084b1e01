/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * What has been seen of the selected attributes, class by class: a running Gaussian for a numeric
 * one, a weight per code for a nominal one. Classes are kept in rows, in the order in which they
 * turned up; both classes and codes may turn up at any time.
 */
public final class Statistics {
  /**
   * Most codes that all nominal attributes together have weights for, 4 MiB with two classes. One
   * that would exceed it counts as missing: an instance may have thousands of nominal attributes,
   * and the greatest code in each.
   */
  static final int MAX_CODES = 1 << 18;

  private static final double LOG_2 = Math.log(2);

  /** Exponents of raw densities beyond this are scaled to it, for all classes alike. */
  private static final double RANGE = 600;

  private final Selection selection;
  private ClassRow[] rows = new ClassRow[2];
  private int size;

  // Per nominal attribute: weights as [code * stride + row], and how many codes there are.
  private final double[][] counts;
  private final int[] codes;

  /** The sum of {@link #codes}. */
  private int known;

  private int stride = 2;
  private long heapBytes;

  public Statistics(Selection selection) {
    this.selection = selection;
    this.counts = new double[selection.nominal.length][];
    Arrays.fill(counts, new double[0]);
    this.codes = new int[selection.nominal.length];
    measure();
  }

  public Selection selection() {
    return selection;
  }

  /** Classes seen. */
  public int size() {
    return size;
  }

  public int label(int row) {
    return rows[row].label;
  }

  /** Weight of the instances of a class. */
  public double weight(int row) {
    return rows[row].weight;
  }

  /** Weight of the instances of a class that had the i-th numeric attribute. */
  public double numericWeight(int row, int i) {
    return rows[row].present(i);
  }

  /** Of the i-th numeric attribute; 0 when it was never present. */
  public double mean(int row, int i) {
    return rows[row].cells[i];
  }

  /** Unbiased; 0 when the weight is not above one. */
  public double variance(int row, int i) {
    return rows[row].variance(i);
  }

  /** A lower bound, tight to single precision; infinite when it was never present. */
  public double least(int row, int i) {
    return rows[row].cells[2 * selection.numeric.length + i];
  }

  /** An upper bound, tight to single precision; minus infinity when it was never present. */
  public double greatest(int row, int i) {
    return rows[row].cells[3 * selection.numeric.length + i];
  }

  /** Codes of the j-th nominal attribute: the greatest seen, plus one. */
  public int codes(int j) {
    return codes[j];
  }

  /** Weight of the instances of a class with that code, below {@link #codes}. */
  public double count(int row, int j, int code) {
    return counts[j][code * stride + row];
  }

  /** Adds an instance. */
  public void add(Features features, int label, double weight) {
    int index = row(label);
    ClassRow row = rows[index];
    double[] x = features.values();
    row.grew();
    boolean whole = learnCodes(x) && !features.missing();
    if (!whole || row.present != null) {
      countPresent(row, x, weight);
      row.weight += weight;
      row.addPresent(x, selection.numeric, weight);
    } else {
      row.weight += weight;
      row.add(x, selection.numeric, weight);
    }
    int[] nominal = selection.nominal;
    for (int j = 0; j < nominal.length; j++) {
      double v = x[nominal[j]];
      if (v < codes[j]) {
        counts[j][((int) v) * stride + index] += weight;
      }
    }
  }

  /** Makes room for the codes of an instance, as far as they fit; returns whether all do. */
  private boolean learnCodes(double[] x) {
    int before = known;
    boolean all = true;
    for (int j = 0; j < codes.length; j++) {
      double v = x[selection.nominal[j]];
      if (v >= codes[j]) {
        int more = (int) v + 1 - codes[j];
        if (more <= MAX_CODES - known) {
          growCodes(j, (int) v + 1);
        } else {
          all = false;
        }
      }
    }
    if (known > before) {
      measure();
    }
    return all;
  }

  private void countPresent(ClassRow row, double[] x, double weight) {
    int numeric = selection.numeric.length;
    if (row.present == null) {
      row.present = new double[numeric + selection.nominal.length];
      Arrays.fill(row.present, row.weight);
      measure();
    }
    for (int i = 0; i < numeric; i++) {
      if (!Double.isNaN(x[selection.numeric[i]])) {
        row.present[i] += weight;
      }
    }
    for (int j = 0; j < selection.nominal.length; j++) {
      if (x[selection.nominal[j]] < codes[j]) {
        row.present[numeric + j] += weight;
      }
    }
  }

  private int row(int label) {
    for (int i = 0; i < size; i++) {
      if (rows[i].label == label) {
        return i;
      }
    }
    append(new ClassRow(label, selection.numeric.length));
    return size - 1;
  }

  private void append(ClassRow row) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, rowCapacity(size + 1));
      int wider = rows.length;
      for (int j = 0; j < counts.length; j++) {
        double[] grown = new double[codeCapacity(codes[j]) * wider];
        for (int code = 0; code < codes[j]; code++) {
          System.arraycopy(counts[j], code * stride, grown, code * wider, size);
        }
        counts[j] = grown;
      }
      stride = wider;
    }
    rows[size++] = row;
    measure();
  }

  private void growCodes(int j, int newCodes) {
    counts[j] = Arrays.copyOf(counts[j], codeCapacity(newCodes) * stride);
    known += newCodes - codes[j];
    codes[j] = newCodes;
    for (int i = 0; i < size; i++) {
      rows[i].grew();
    }
  }

  // Capacities follow from sizes alone, so that a restored learner measures like the original.
  private static int rowCapacity(int rows) {
    return rows <= 2 ? 2 : (rows + 3) / 4 * 4;
  }

  private static int codeCapacity(int codes) {
    return codes <= 2 ? codes : (codes + 3) / 4 * 4;
  }

  /**
   * Naive Bayes: prior times densities, as they are unless they are so large or small that all have
   * to be scaled alike. A class without an instance here gets no vote, unless there is no instance
   * at all: then the priors are the votes. Missing attributes have no say; codes count one more
   * than seen (Laplace); a deviation of more than ten standard deviations counts as ten.
   *
   * @param prior weight per class, not normalised
   * @param classes how many of them count
   * @param into cleared by the caller for at least so many classes
   */
  public void votes(
      Features features, double[] prior, int classes, Likelihoods scratch, Votes into) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += prior[c];
    }
    if (!(sum > 0)) {
      return;
    }
    if (size == 0) {
      for (int c = 0; c < classes; c++) {
        into.set(c, prior[c] / sum);
      }
      return;
    }
    double greatest = likelihoods(features, scratch);
    double shift = greatest > RANGE ? RANGE - greatest : greatest < -RANGE ? -RANGE - greatest : 0;
    for (int i = 0; i < size; i++) {
      int label = rows[i].label;
      if (label < classes && prior[label] > 0) {
        into.set(
            label, prior[label] / sum * scratch.factor[i] * Math.exp(scratch.exponent[i] + shift));
      }
    }
  }

  /** Fills in factor and natural exponent of each row; returns the greatest exponent. */
  private double likelihoods(Features features, Likelihoods into) {
    into.reserve(rows.length);
    double[] x = features.values();
    double[] exponent = into.exponent;
    boolean missing = features.missing();
    for (int i = 0; i < size; i++) {
      ClassRow row = rows[i];
      double norm = row.logNorm(codes);
      exponent[i] =
          norm
              - (missing
                  ? row.exponentOfPresent(x, selection, codes)
                  : row.exponent(x, selection.numeric));
    }
    if (counts.length > 0) {
      nominalFactors(x, into);
    } else {
      Arrays.fill(into.factor, 0, size, 1);
    }
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      greatest = Math.max(greatest, exponent[i]);
    }
    return greatest;
  }

  private void nominalFactors(double[] x, Likelihoods into) {
    double[] factor = into.factor;
    int n = size;
    Arrays.fill(factor, 0, n, 1);
    for (int j = 0; j < counts.length; j++) {
      double v = x[selection.nominal[j]];
      if (v < codes[j]) {
        double[] count = counts[j];
        int at = ((int) v) * stride;
        for (int i = 0; i < n; i++) {
          factor[i] *= count[at + i] + 1;
        }
      }
      if ((j & 15) == 15 || j == counts.length - 1) {
        for (int i = 0; i < n; i++) {
          int e = Math.getExponent(factor[i]);
          factor[i] *= ClassRow.power(-e);
          into.exponent[i] += e * LOG_2;
        }
      }
    }
  }

  /** Heap bytes, estimated from what is held alone. */
  public long heapBytes() {
    return heapBytes;
  }

  private void measure() {
    int numeric = selection.numeric.length;
    long bytes =
        64 + 16 + 8L * rowCapacity(size) + 16 + 8L * counts.length + 16 + 4L * codes.length;
    bytes += size * ClassRow.heapBytes(numeric);
    for (int code : codes) {
      bytes += 16 + 8L * codeCapacity(code) * rowCapacity(size);
    }
    for (int i = 0; i < size; i++) {
      bytes += rows[i].present == null ? 0 : 16 + 8L * (numeric + codes.length);
    }
    heapBytes = bytes;
  }

  public void write(PieceWriter out) {
    out.varint(size);
    for (int i = 0; i < size; i++) {
      rows[i].write(out);
    }
    for (int j = 0; j < counts.length; j++) {
      out.varint(codes[j]);
      long zeros = 0;
      for (int cell = 0; cell < codes[j] * size; cell++) {
        double count = counts[j][cell / size * stride + cell % size];
        if (count != 0) {
          if (zeros > 0) {
            out.u8(0);
            out.varint(zeros);
            zeros = 0;
          }
          out.amount(count);
        } else {
          zeros++;
        }
      }
      if (zeros > 0) {
        out.u8(0);
        out.varint(zeros);
      }
    }
  }

  /** Reads what {@link #write} wrote for the same selection. */
  public static Statistics read(PieceReader in, Selection selection) {
    Statistics statistics = new Statistics(selection);
    int size = in.count("classes", 1 << 20);
    for (int i = 0; i < size; i++) {
      statistics.append(ClassRow.read(in, selection.numeric.length, selection.nominal.length));
    }
    for (int j = 0; j < selection.nominal.length; j++) {
      statistics.readCounts(in, j);
    }
    statistics.measure();
    return statistics;
  }

  private void readCounts(PieceReader in, int j) {
    int known = in.count("codes", Features.MAX_CODE + 1);
    if (known == 0) {
      return;
    }
    growCodes(j, known);
    int cells = known * size;
    for (int cell = 0; cell < cells; cell++) {
      double count = in.amount();
      if (count == 0) {
        cell += in.count("zeros", cells - cell) - 1;
      } else {
        counts[j][cell / size * stride + cell % size] = count;
      }
    }
  }
}
