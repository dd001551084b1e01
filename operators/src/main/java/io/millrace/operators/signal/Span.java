/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import java.io.Serializable;

/**
 * A length of signal, in samples or in milliseconds.
 *
 * @param amount zero or more
 * @param unit of the amount
 */
public record Span(long amount, Unit unit) implements Serializable {
  /** What a span is counted in. */
  public enum Unit {
    SAMPLES,
    MILLIS
  }

  /** No signal at all. */
  public static final Span ZERO = new Span(0, Unit.SAMPLES);

  public Span {
    if (amount < 0) {
      throw new IllegalArgumentException("span is " + amount + " " + unit + ": give 0 or more");
    }
  }

  public static Span samples(long amount) {
    return new Span(amount, Unit.SAMPLES);
  }

  public static Span millis(long amount) {
    return new Span(amount, Unit.MILLIS);
  }

  /** The number of whole samples in it at a rate of samples per second. */
  public long atRate(float samplingRate) {
    return unit == Unit.SAMPLES ? amount : (long) ((double) amount * samplingRate / 1000);
  }
}
