/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

/** Counts of (true class, predicted class). */
public final class ConfusionMatrix {
  private final long[][] counts;

  public ConfusionMatrix(int classes) {
    counts = new long[classes][classes];
  }

  /** Counts one case. */
  public void add(int truth, int prediction) {
    counts[truth][prediction]++;
  }

  /** Counts all cases of another matrix of the same size. */
  public void add(ConfusionMatrix other) {
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        counts[i][j] += other.counts[i][j];
      }
    }
  }

  /** The counts, true classes in rows; a copy. */
  public long[][] rows() {
    long[][] rows = new long[counts.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = counts[i].clone();
    }
    return rows;
  }

  /** All cases. */
  public long total() {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += trueCases(i);
    }
    return sum;
  }

  /** Cases that are of a class. */
  public long trueCases(int type) {
    long sum = 0;
    for (long count : counts[type]) {
      sum += count;
    }
    return sum;
  }

  /** The part of all cases that was predicted rightly; 0 without cases. */
  public double accuracy() {
    long right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return ratio(right, total());
  }

  /** The part of a class's cases that was found; 0 where it has none. */
  public double recall(int type) {
    return ratio(counts[type][type], trueCases(type));
  }

  /** The part of the predictions of a class that are right; 0 where there is none. */
  public double precision(int type) {
    long predicted = 0;
    for (long[] row : counts) {
      predicted += row[type];
    }
    return ratio(counts[type][type], predicted);
  }

  /** The harmonic mean of precision and recall; 0 where both are. */
  public double f1(int type) {
    double precision = precision(type);
    double recall = recall(type);
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  /** The mean of {@link #f1} over all classes, each weighing the same. */
  public double macroF1() {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += f1(i);
    }
    return sum / counts.length;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
