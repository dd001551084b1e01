/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

/**
 * Consecutive rows [from, to) of a sequence, in the coordinates of one window; rows outside the
 * window are allowed.
 */
public record Span(int from, int to) {
  static final Span EMPTY = new Span(0, 0);

  public Span {
    if (from > to) {
      throw new IllegalArgumentException(
          "a span cannot end before it begins: [" + from + ", " + to + ")");
    }
  }

  public int count() {
    return to - from;
  }

  public boolean isEmpty() {
    return from == to;
  }

  Span shift(int rows) {
    return new Span(from + rows, to + rows);
  }

  boolean contains(Span other) {
    return other.isEmpty() || (from <= other.from && other.to <= to);
  }

  /** The smallest span that covers both; an empty one covers nothing. */
  Span cover(Span other) {
    if (isEmpty()) {
      return other;
    }
    return other.isEmpty() ? this : new Span(Math.min(from, other.from), Math.max(to, other.to));
  }
}
