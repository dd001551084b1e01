/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * A window over the last values that is as long as their mean allows: its older part goes as soon
 * as the two parts' means differ by more than chance would have them (ADWIN2 with the bound for the
 * variance; Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing", SDM
 * 2007, section 4). The window is kept in buckets of 1, 2, 4, ... values, at most five of a size,
 * so that its size is logarithmic in the values held.
 *
 * <p>The drift level says that the window shrank; {@link #magnitude} is the mean of what stayed
 * less the mean of what went.
 */
public final class Adwin implements Detector {
  private static final int PER_ROW = 5;
  private static final int STRIDE = PER_ROW + 1;
  private static final int MAX_ROWS = 50;

  /** Values between two looks at the window. */
  private static final int CLOCK = 32;

  /** Fewest values that are looked at, and fewest on each side. */
  private static final int LEAST_WINDOW = 10;

  private static final int LEAST_SIDE = 5;

  private final double delta;

  // Row r holds used[r] buckets of 2^r values, the oldest first, at r * STRIDE.
  private double[] sums = new double[2 * STRIDE];

  /** Sum of squared deviations of each bucket; null while all values are 0 or 1. */
  private double[] squares;

  private int[] used = new int[2];
  private int rows;
  private long width;
  private double sum;
  private double windowSquares;
  private int sinceLook;
  private double magnitude;

  /**
   * @param delta chance of a false alarm that is put up with, in (0, 1)
   */
  public Adwin(double delta) {
    Checks.setting(delta > 0 && delta < 1, "ADWIN", "delta", delta, "in (0, 1)");
    this.delta = delta;
  }

  @Override
  public Level add(double value) {
    Checks.finite(value);
    if (squares == null && value != 0 && value != 1) {
      materialiseSquares();
    }
    insert(value);
    if (++sinceLook >= CLOCK) {
      sinceLook = 0;
      if (width > LEAST_WINDOW && shrink()) {
        return Level.DRIFT;
      }
    }
    return Level.NONE;
  }

  private void insert(double value) {
    if (squares != null && width > 0) {
      double distance = value - sum / width;
      windowSquares += distance * distance * width / (width + 1);
    }
    width++;
    sum += value;
    if (rows == 0) {
      rows = 1;
    }
    put(0, value, 0);
    for (int row = 0; row < rows && used[row] > PER_ROW; row++) {
      mergeOldest(row);
    }
  }

  private void put(int row, double bucketSum, double bucketSquares) {
    int at = row * STRIDE + used[row]++;
    sums[at] = bucketSum;
    if (squares != null) {
      squares[at] = bucketSquares;
    }
  }

  private void mergeOldest(int row) {
    if (row + 1 == rows) {
      rows++;
      if (rows > used.length) {
        used = Arrays.copyOf(used, rows + 2);
        sums = Arrays.copyOf(sums, (rows + 2) * STRIDE);
        if (squares != null) {
          squares = Arrays.copyOf(squares, (rows + 2) * STRIDE);
        }
      }
    }
    int at = row * STRIDE;
    double first = sums[at];
    double second = sums[at + 1];
    double merged = 0;
    if (squares != null) {
      double size = 1L << row;
      double distance = (first - second) / size;
      merged = squares[at] + squares[at + 1] + size / 2 * distance * distance;
    }
    drop(row, 2);
    put(row + 1, first + second, merged);
  }

  private void drop(int row, int count) {
    int at = row * STRIDE;
    System.arraycopy(sums, at + count, sums, at, used[row] - count);
    if (squares != null) {
      System.arraycopy(squares, at + count, squares, at, used[row] - count);
    }
    used[row] -= count;
  }

  /** Drops the oldest bucket as long as a cut shows two different means. */
  private boolean shrink() {
    boolean any = false;
    double goneSum = 0;
    long gone = 0;
    while (width > LEAST_WINDOW && cutExists()) {
      any = true;
      int row = rows - 1;
      double bucket = sums[row * STRIDE];
      long size = 1L << row;
      goneSum += bucket;
      gone += size;
      removeOldest(row, bucket, size);
    }
    if (any) {
      magnitude = (float) (sum / width - goneSum / gone);
    }
    return any;
  }

  private void removeOldest(int row, double bucket, long size) {
    width -= size;
    sum -= bucket;
    if (squares != null) {
      double distance = bucket / size - sum / width;
      double less = squares[row * STRIDE] + distance * distance * size * width / (size + width);
      windowSquares = Math.max(0, windowSquares - less);
    }
    drop(row, 1);
    while (rows > 0 && used[rows - 1] == 0) {
      rows--;
    }
  }

  /** Whether some cut between buckets separates two means by more than the bound. */
  private boolean cutExists() {
    double n = width;
    double log = Math.log(2 * Math.log(n) / delta);
    double spread = 2 * variance() * log;
    double slack = 2.0 / 3 * log;
    long older = 0;
    double olderSum = 0;
    for (int row = rows - 1; row >= 0; row--) {
      long size = 1L << row;
      int at = row * STRIDE;
      for (int k = 0; k < used[row]; k++) {
        older += size;
        olderSum += sums[at + k];
        long newer = width - older;
        if (newer < LEAST_SIDE) {
          return false;
        }
        if (older >= LEAST_SIDE) {
          double m = 1.0 / (older - LEAST_SIDE + 1) + 1.0 / (newer - LEAST_SIDE + 1);
          double distance = Math.abs(olderSum / older - (sum - olderSum) / newer);
          double beyond = distance - slack * m;
          if (beyond > 0 && beyond * beyond > spread * m) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void materialiseSquares() {
    squares = new double[sums.length];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < used[row]; k++) {
        int at = row * STRIDE + k;
        squares[at] = squaresOfErrors(sums[at], 1L << row);
      }
    }
    windowSquares = width == 0 ? 0 : squaresOfErrors(sum, width);
  }

  private static double squaresOfErrors(double ones, long count) {
    return ones * (count - ones) / count;
  }

  /** Chance of a false alarm that is put up with. */
  public double delta() {
    return delta;
  }

  /** Values in the window. */
  public long width() {
    return width;
  }

  /** Of the window; 0 when it is empty. */
  public double mean() {
    return width == 0 ? 0 : sum / width;
  }

  /** Of the window, by its number of values; 0 when it is empty. */
  public double variance() {
    if (width == 0) {
      return 0;
    }
    return (squares == null ? squaresOfErrors(sum, width) : windowSquares) / width;
  }

  /** Buckets that hold the window. */
  int buckets() {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += used[row];
    }
    return count;
  }

  @Override
  public double magnitude() {
    return magnitude;
  }

  @Override
  public void reset() {
    rows = 0;
    Arrays.fill(used, 0);
    squares = null;
    width = 0;
    sum = 0;
    windowSquares = 0;
    sinceLook = 0;
  }

  @Override
  public long heapBytes() {
    return 112 + (squares == null ? 52L : 104L) * Math.max(2, rows);
  }

  @Override
  public void write(PieceWriter out) {
    out.u8(sinceLook | (squares == null ? 0 : 0x80));
    out.float32((float) magnitude);
    out.u8(rows);
    for (int row = 0; row < rows; row++) {
      out.u8(used[row]);
      for (int k = 0; k < used[row]; k++) {
        if (squares == null) {
          out.varint((long) sums[row * STRIDE + k]);
        } else {
          out.float64(sums[row * STRIDE + k]);
          out.float64(squares[row * STRIDE + k]);
        }
      }
    }
    if (squares != null) {
      out.float64(sum);
      out.float64(windowSquares);
    }
  }

  @Override
  public void read(PieceReader in) {
    reset();
    int first = in.u8();
    sinceLook = first & 0x7f;
    magnitude = in.float32();
    rows = in.count("rows of buckets", MAX_ROWS);
    used = new int[Math.max(2, rows)];
    sums = new double[used.length * STRIDE];
    squares = (first & 0x80) == 0 ? null : new double[sums.length];
    for (int row = 0; row < rows; row++) {
      used[row] = in.count("buckets", PER_ROW);
      for (int k = 0; k < used[row]; k++) {
        int at = row * STRIDE + k;
        if (squares == null) {
          long ones = in.varint();
          if (ones < 0 || ones > 1L << row) {
            throw in.damaged(ones + " ones in a bucket of " + (1L << row));
          }
          sums[at] = ones;
        } else {
          sums[at] = in.float64();
          squares[at] = in.float64();
        }
        sum += sums[at];
        width += 1L << row;
      }
    }
    if (squares != null) {
      sum = in.float64();
      windowSquares = in.float64();
    }
  }
}
