/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import java.util.Arrays;

/**
 * A sparse input: some rows of a network's first layer, each with a value. Order counts for the
 * bits of the result. Reusable.
 */
public final class Bag {
  private int[] rows = new int[32];
  private float[] values = new float[32];
  private int size;

  public void clear() {
    size = 0;
  }

  /**
   * @param row 0 or more; no row twice
   * @param value zero is left out
   */
  public void add(int row, float value) {
    if (value == 0) {
      return;
    }
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    rows[size] = row;
    values[size++] = value;
  }

  public int size() {
    return size;
  }

  public int row(int index) {
    return rows[index];
  }

  public float value(int index) {
    return values[index];
  }

  /** Adds what is in another bag. */
  public void addAll(Bag other) {
    for (int i = 0; i < other.size; i++) {
      add(other.rows[i], other.values[i]);
    }
  }
}
