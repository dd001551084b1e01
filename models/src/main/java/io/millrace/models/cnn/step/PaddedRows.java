/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import java.util.Arrays;

/** Rows of channels with constant rows in front and behind; the rows themselves without any. */
final class PaddedRows {
  private final Tensor rows;
  private final Tensor wide;
  private final int before;
  private final int after;
  private final float value;

  PaddedRows(Tensor rows, int channels, int left, int right, float value, Layouts layouts) {
    this.rows = rows;
    this.value = value;
    before = left * channels;
    after = right * channels;
    wide = before + after == 0 ? rows : layouts.scratch(before + rows.size() + after);
  }

  /** Copies the rows in and tells where they lie. */
  Tensor fill(Workspace workspace, int batch) {
    if (before + after > 0) {
      float[] x = rows.in(workspace);
      float[] y = wide.in(workspace);
      for (int b = 0; b < batch; b++) {
        int to = b * wide.size();
        Arrays.fill(y, to, to + before, value);
        System.arraycopy(x, b * rows.stride(), y, to + before, rows.size());
        Arrays.fill(y, to + wide.size() - after, to + wide.size(), value);
      }
    }
    return wide;
  }
}
