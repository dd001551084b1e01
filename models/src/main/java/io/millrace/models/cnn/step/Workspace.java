/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/**
 * The tensors of an {@link Evaluator} for up to so many samples. One thread only; allocated once.
 */
public final class Workspace {
  private final Evaluator owner;
  private final int maxBatch;
  private final float[][] slots;

  Workspace(Evaluator owner, int maxBatch, float[][] slots) {
    this.owner = owner;
    this.maxBatch = maxBatch;
    this.slots = slots;
  }

  /**
   * The live array of a value that the layers read from outside, to be filled before a run, or of a
   * result, to be read after it. Sample b begins at b times the value's size.
   *
   * @throws IllegalArgumentException when the value is neither
   */
  public float[] tensor(int valueId) {
    return slots[owner.slotOf(valueId)];
  }

  /** Samples per run at most. */
  public int maxBatch() {
    return maxBatch;
  }

  Evaluator owner() {
    return owner;
  }

  float[] slot(int index) {
    return slots[index];
  }
}
