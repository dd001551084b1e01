/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.exact;

import io.millrace.models.aggregation.kernel.KernelPath;
import io.millrace.models.aggregation.kernel.Kernels;
import java.util.Objects;

/**
 * The weighted sum of vectors, the same whatever the order of additions and the shape of a tree of
 * partial sums. O(length) memory whatever the number of terms. Not safe for use by several threads.
 */
public final class ExactSum {
  private static final long MOST = 1L << Grid.SUM_BITS;

  private final Grid grid;
  private final long[] sums;
  private final Kernels kernels;
  private long bound;

  /** An empty sum of vectors of a length. */
  public ExactSum(Grid grid, int length) {
    this(grid, new long[length], 0, KernelPath.best());
  }

  ExactSum(Grid grid, int length, Kernels kernels) {
    this(grid, new long[length], 0, kernels);
  }

  private ExactSum(Grid grid, long[] sums, long bound, Kernels kernels) {
    this.grid = grid;
    this.sums = sums;
    this.bound = bound;
    this.kernels = kernels;
  }

  /**
   * A sum from its parts.
   *
   * @param sums taken over, not copied
   * @param bound as {@link #bound()} gave it
   */
  public static ExactSum restored(Grid grid, long[] sums, long bound) {
    if (bound < 0) {
      throw new IllegalArgumentException("bound of a stored sum is " + bound + ", must be >= 0");
    }
    return new ExactSum(grid, sums, bound, KernelPath.best());
  }

  public Grid grid() {
    return grid;
  }

  public int length() {
    return sums.length;
  }

  /** The live integers, in steps of the grid. */
  public long[] integers() {
    return sums;
  }

  /** What no integer can exceed in magnitude, whatever the signs of the terms were. */
  public long bound() {
    return bound;
  }

  /**
   * Adds floats times a weight.
   *
   * @param weight rounded to {@link Weight} units
   * @param at the first value
   * @param to where it is added
   * @throws ValueOutOfGridException when a value is NaN, infinite or too large for the grid; the
   *     sum is as it was
   */
  public void add(double weight, float[] values, int at, int count, int to) {
    Objects.checkFromIndexSize(at, count, values.length);
    Objects.checkFromIndexSize(to, count, sums.length);
    double exact = Weight.rounded(weight);
    raise(exact, kernels.peak(values, at, count));
    kernels.add(values, at, count, grid.factor(exact), sums, to);
  }

  /**
   * Adds little-endian floats times a weight, without a copy.
   *
   * @param at the first byte
   * @param count floats
   * @throws ValueOutOfGridException as {@link #add(double, float[], int, int, int)}
   */
  public void add(double weight, byte[] floats, int at, int count, int to) {
    Objects.checkFromIndexSize(at, Math.multiplyExact(4, count), floats.length);
    Objects.checkFromIndexSize(to, count, sums.length);
    double exact = Weight.rounded(weight);
    raise(exact, kernels.peak(floats, at, count));
    kernels.add(floats, at, count, grid.factor(exact), sums, to);
  }

  /**
   * Takes out what {@link #add(double, float[], int, int, int)} added with the same arguments; no
   * trace remains.
   */
  public void remove(double weight, float[] values, int at, int count, int to) {
    Objects.checkFromIndexSize(at, count, values.length);
    Objects.checkFromIndexSize(to, count, sums.length);
    double exact = Weight.rounded(weight);
    bound -= term(exact, Float.intBitsToFloat(kernels.peak(values, at, count)));
    kernels.add(values, at, count, grid.factor(-exact), sums, to);
  }

  /** Adds one value times a weight. */
  public void add(double weight, float value, int to) {
    double exact = Weight.rounded(weight);
    raise(exact, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
    sums[to] +=
        Double.doubleToRawLongBits(value * grid.factor(exact) + Kernels.ROUNDER)
            - Double.doubleToRawLongBits(Kernels.ROUNDER);
  }

  /** Checks before anything is added, so that a refused term leaves no trace. */
  private void raise(double weight, int peakBits) {
    float peak = Float.intBitsToFloat(peakBits);
    if (!(peak < grid.limit(weight))) {
      throw new ValueOutOfGridException(peak, weight, grid);
    }
    long term = term(weight, peak);
    if (bound + term > MOST) {
      throw new ValueOutOfGridException(peak, weight, grid);
    }
    bound += term;
  }

  private long term(double weight, float peak) {
    return (long) Math.ceil(peak * Math.abs(grid.factor(weight)));
  }

  /**
   * Adds another sum: the combine of a tree.
   *
   * @throws IllegalArgumentException when grid or length differ
   */
  public void merge(ExactSum other) {
    if (!grid.equals(other.grid) || sums.length != other.sums.length) {
      throw new IllegalArgumentException(
          "sums of "
              + sums.length
              + " on "
              + grid
              + " and of "
              + other.sums.length
              + " on "
              + other.grid
              + " cannot be merged: open both for the same fragment of the same round");
    }
    if (bound + other.bound > MOST) {
      throw new IllegalStateException(
          "a merged sum would leave its range: use a grid for a larger magnitude or weight");
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    bound += other.bound;
  }

  /**
   * The sum over a divisor.
   *
   * @throws IllegalArgumentException when the divisor is zero or not finite
   */
  public void divide(double divisor, float[] out, int to) {
    if (divisor == 0 || !Double.isFinite(divisor)) {
      throw new IllegalArgumentException(
          "divisor is " + divisor + ": a round without weight cannot be averaged");
    }
    Objects.checkFromIndexSize(to, sums.length, out.length);
    kernels.scale(sums, 0, sums.length, grid.step() / divisor, out, to);
  }

  /** The exact value at a place, as far as a double holds it. */
  public double at(int index) {
    return sums[index] * grid.step();
  }
}
