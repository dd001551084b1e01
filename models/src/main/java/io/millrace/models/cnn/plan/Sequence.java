/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

/**
 * A value of the network that is a sequence in time, held as rows.
 *
 * @param value the network value's id
 * @param axis which of its axes is time
 * @param width floats per row: the product of the other axes, in their order
 * @param length rows in one window
 * @param rate rows per input sample
 * @param clean rows of the window that no padding touches
 */
record Sequence(int value, int axis, int width, int length, Rate rate, Span clean) {
  /** The same rows as another value. */
  Sequence as(int copy) {
    return new Sequence(copy, axis, width, length, rate, clean);
  }
}
