/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

/** Checks of array ranges, made once per call so that inner loops need none. */
public final class Ranges {
  private Ranges() {}

  /**
   * Checks counts.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public static void requireCounts(int batch, int rows) {
    if (batch < 0 || rows < 0) {
      throw new IllegalArgumentException(
          "batch and rows must not be negative: batch=" + batch + " rows=" + rows);
    }
  }

  /**
   * Checks that every sample of a batch, {@code stride} floats apart, has its floats in the array.
   *
   * @param what names the array in the message
   * @throws IndexOutOfBoundsException when the first or the last does not
   */
  public static void requireInside(
      String what, int length, int offset, int stride, int batch, long floats) {
    long last = offset + (batch - 1L) * stride;
    if (offset < 0 || last < 0 || Math.max(offset, last) + floats > length) {
      throw new IndexOutOfBoundsException(
          "%s of %d floats is too short: %d samples of %d floats each, %d apart, from offset %d"
              .formatted(what, length, batch, floats, stride, offset));
    }
  }
}
