/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.plan.Span;
import io.millrace.models.cnn.step.RowSteps.Operand;

/** A function of one row at a time. */
record SingleRowStep(RowFunction function, Operand in, RowBuffer out, Span fresh)
    implements RowStep {
  @Override
  public void run(float[][] slots, int batch) {
    float[] source = slots[in.buffer().slot()];
    float[] target = slots[out.slot()];
    for (int b = 0; b < batch; b++) {
      for (int row = fresh.from(); row < fresh.to(); row++) {
        function.apply(
            source,
            b * in.buffer().batchStride() + in.offset(row),
            in.buffer().width(),
            target,
            b * out.batchStride() + out.offset(row),
            out.width());
      }
    }
  }
}
