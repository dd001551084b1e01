/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/** One layer, or a change of layout, compiled to array positions. */
interface Step extends AutoCloseable {
  /** Computes the step's output for the first {@code batch} samples. */
  void run(Workspace workspace, int batch);

  @Override
  default void close() {}
}
