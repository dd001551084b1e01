/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.bundle;

import java.util.Arrays;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Records in the order they came.
 *
 * @param <T> the record
 */
public final class Bundle<T> {
  private final Object[] values;
  private final long[] timestamps;
  private int size;

  Bundle(int capacity) {
    this.values = new Object[capacity];
    this.timestamps = new long[capacity];
  }

  public int size() {
    return size;
  }

  @SuppressWarnings("unchecked")
  public T value(int i) {
    return (T) values[i];
  }

  /** Event time of the record in milliseconds, Long.MIN_VALUE where it has none. */
  public long timestamp(int i) {
    return timestamps[i];
  }

  void add(StreamRecord<T> record) {
    values[size] = record.getValue();
    timestamps[size] = record.hasTimestamp() ? record.getTimestamp() : Long.MIN_VALUE;
    size++;
  }

  void clear() {
    Arrays.fill(values, 0, size, null);
    size = 0;
  }
}
