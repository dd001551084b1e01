/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

/** A recurrent cell: a new state for each row, from an input and the old state. */
public sealed interface Cell permits GruCell, RnnCell {
  /**
   * @param x {@code n} rows of inputs
   * @param h {@code n} rows of old states
   * @param out receives {@code n} rows of new states; not x or h
   */
  void forward(float[] x, float[] h, int n, float[] out);

  /**
   * The way back of the last forward pass over the same rows.
   *
   * @param g gradient of the new states
   * @param dx receives the gradient of the inputs; null when nobody needs it
   * @param dh receives that of the old states; null when nobody needs it
   */
  void backward(float[] x, float[] h, float[] g, int n, float[] dx, float[] dh);
}
