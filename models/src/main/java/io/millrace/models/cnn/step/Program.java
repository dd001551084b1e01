/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import java.util.List;
import java.util.Map;

/**
 * Compiled layers.
 *
 * @param slots the arrays they work on
 * @param visible slots that callers may see, by value id
 */
record Program(List<Step> steps, List<Slot> slots, Map<Integer, Integer> visible) {

  /**
   * An array of a workspace.
   *
   * @param size floats per sample
   * @param constant the floats where they are the same for all samples, else null
   */
  record Slot(int size, float[] constant) {}

  float[][] allocate(int maxBatch) {
    float[][] arrays = new float[slots.size()][];
    for (int i = 0; i < arrays.length; i++) {
      Slot slot = slots.get(i);
      arrays[i] =
          slot.constant() != null
              ? slot.constant()
              : new float[Math.multiplyExact(maxBatch, slot.size())];
    }
    return arrays;
  }
}
