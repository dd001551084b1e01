/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.plan.Span;

/**
 * Where a sequence's rows lie while a step runs: sample b of the batch has row t at {@code b *
 * batchStride + (t - rows.from) * width} of the slot's array.
 */
record RowBuffer(int slot, Span rows, int width) {
  int batchStride() {
    return rows.count() * width;
  }

  int offset(int row) {
    return (row - rows.from()) * width;
  }
}
