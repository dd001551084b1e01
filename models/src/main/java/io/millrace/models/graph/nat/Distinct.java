/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.neural.batch.Floats;

/** Distinct small numbers, numbered in the order they came; cleared in constant time. */
final class Distinct {
  private int[] stamps = new int[64];
  private int[] numbers = new int[64];
  private int[] values = new int[64];
  private int stamp = 1;
  private int size;

  void clear() {
    stamp++;
    size = 0;
  }

  int add(int value) {
    stamps = Floats.fit(stamps, value + 1);
    numbers = Floats.fit(numbers, value + 1);
    if (stamps[value] != stamp) {
      stamps[value] = stamp;
      numbers[value] = size;
      values = Floats.fit(values, size + 1);
      values[size++] = value;
    }
    return numbers[value];
  }

  int value(int number) {
    return values[number];
  }

  int size() {
    return size;
  }
}
