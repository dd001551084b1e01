/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.metrics;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;

/** Shows a count that is kept elsewhere. */
final class CounterView implements Counter {
  private final LongSupplier count;

  CounterView(LongSupplier count) {
    this.count = count;
  }

  @Override
  public long getCount() {
    return count.getAsLong();
  }

  @Override
  public void inc() {
    throw readOnly();
  }

  @Override
  public void inc(long n) {
    throw readOnly();
  }

  @Override
  public void dec() {
    throw readOnly();
  }

  @Override
  public void dec(long n) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("this counter shows a count kept elsewhere");
  }
}
