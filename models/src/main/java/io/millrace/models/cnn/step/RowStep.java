/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/** Makes the fresh rows of one sequence from the rows of others, for all samples of a batch. */
interface RowStep extends AutoCloseable {
  /**
   * Runs the step.
   *
   * @param slots arrays that {@link RowBuffer}s refer to
   * @param batch samples in use
   */
  void run(float[][] slots, int batch);

  /** Floats per sample of scratch memory that the step uses, in the last slot. */
  default int scratchFloats() {
    return 0;
  }

  @Override
  default void close() {}
}
