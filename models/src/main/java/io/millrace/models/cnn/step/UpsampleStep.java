/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.RowOp;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.cnn.step.RowSteps.Operand;

/** Integer up-sampling of rows. */
record UpsampleStep(RowOp.Upsample op, Operand in, RowBuffer out, Span fresh) implements RowStep {
  @Override
  public void run(float[][] slots, int batch) {
    boolean nearest = op.resize().mode() == Op.Resize.Mode.NEAREST;
    for (int b = 0; b < batch; b++) {
      for (int row = fresh.from(); row < fresh.to(); row++) {
        int to = b * out.batchStride() + out.offset(row);
        int source = nearest ? Math.floorDiv(row, op.resize().factor()) : op.lower(row);
        int from = b * in.buffer().batchStride() + in.offset(source);
        if (nearest) {
          System.arraycopy(slots[in.buffer().slot()], from, slots[out.slot()], to, out.width());
        } else {
          interpolate(slots[in.buffer().slot()], from, op.fraction(row), slots[out.slot()], to);
        }
      }
    }
  }

  private void interpolate(float[] source, int from, float fraction, float[] target, int to) {
    int width = out.width();
    for (int i = 0; i < width; i++) {
      float a = source[from + i];
      target[to + i] = a + fraction * (source[from + width + i] - a);
    }
  }
}
