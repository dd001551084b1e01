/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/**
 * Copies a frontier from a stream's history, rows channels-last, into a tensor whose time axis may
 * stand anywhere.
 *
 * @param value the network value
 * @param stateOffset where the rows begin in the history
 * @param rows rows of the window
 * @param outer product of the tensor's axes before time
 * @param inner product of those after it
 */
record FrontierIo(int value, int stateOffset, int rows, int outer, int inner) {
  static FrontierIo of(int value, int stateOffset, int[] shape, int axis) {
    int outer = 1;
    int inner = 1;
    for (int a = 0; a < shape.length; a++) {
      outer *= a < axis ? shape[a] : 1;
      inner *= a > axis ? shape[a] : 1;
    }
    return new FrontierIo(value, stateOffset, shape[axis], outer, inner);
  }

  int size() {
    return rows * outer * inner;
  }

  void copy(float[] history, float[] tensor, int to) {
    if (outer == 1) {
      System.arraycopy(history, stateOffset, tensor, to, size());
    } else if (inner == 1) {
      for (int row = 0; row < rows; row++) {
        int from = stateOffset + row * outer;
        for (int o = 0; o < outer; o++) {
          tensor[to + o * rows + row] = history[from + o];
        }
      }
    } else {
      for (int row = 0; row < rows; row++) {
        for (int o = 0; o < outer; o++) {
          System.arraycopy(
              history,
              stateOffset + (row * outer + o) * inner,
              tensor,
              to + (o * rows + row) * inner,
              inner);
        }
      }
    }
  }
}
