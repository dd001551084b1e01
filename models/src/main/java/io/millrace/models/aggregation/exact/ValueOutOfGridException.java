/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.exact;

/** A value that cannot be added exactly: not a number, infinite, or too large. */
public final class ValueOutOfGridException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ValueOutOfGridException(float peak, double weight, Grid grid) {
    super(
        Float.isFinite(peak)
            ? "a value of magnitude "
                + peak
                + " with weight "
                + weight
                + " does not fit the sums, which hold values below "
                + grid.limit(weight)
                + ": set the rule's 'magnitude' to the largest value that is honest"
            : "a value is " + (Float.isNaN(peak) ? "not a number" : "infinite"));
  }
}
