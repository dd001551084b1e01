/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.RowOp;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.cnn.step.RowSteps.Operand;
import io.millrace.models.tensor.Kernels;
import java.util.List;

/** An elementwise function of two rows, or of a row and a constant one. */
final class CombineStep implements RowStep {
  private final RowOp.Combine op;
  private final Operand left;
  private final Operand right;
  private final RowBuffer out;
  private final Span fresh;
  private final Kernels kernels;
  private final boolean wholeRows;

  CombineStep(RowOp.Combine op, List<Operand> inputs, RowBuffer out, Span fresh, Kernels kernels) {
    this.op = op;
    this.left = op.constantLeft() ? null : inputs.get(0);
    this.right = op.constant() != null && !op.constantLeft() ? null : inputs.get(inputs.size() - 1);
    this.out = out;
    this.fresh = fresh;
    this.kernels = kernels;
    this.wholeRows =
        op.constant() == null
            && op.left() == null
            && op.right() == null
            && (op.kind() == Op.Binary.Kind.ADD || op.kind() == Op.Binary.Kind.MUL);
  }

  @Override
  public void run(float[][] slots, int batch) {
    for (int b = 0; b < batch; b++) {
      if (wholeRows) {
        combineAll(slots, b);
        continue;
      }
      for (int row = fresh.from(); row < fresh.to(); row++) {
        combineRow(slots, b, row);
      }
    }
  }

  private void combineAll(float[][] slots, int b) {
    float[] x = slots[left.buffer().slot()];
    float[] y = slots[right.buffer().slot()];
    int xAt = b * left.buffer().batchStride() + left.offset(fresh.from());
    int yAt = b * right.buffer().batchStride() + right.offset(fresh.from());
    int to = b * out.batchStride() + out.offset(fresh.from());
    int length = fresh.count() * out.width();
    if (op.kind() == Op.Binary.Kind.ADD) {
      kernels.add(x, xAt, y, yAt, slots[out.slot()], to, length);
    } else {
      kernels.multiply(x, xAt, y, yAt, slots[out.slot()], to, length);
    }
  }

  private void combineRow(float[][] slots, int b, int row) {
    float[] x = left == null ? op.constant() : slots[left.buffer().slot()];
    float[] y = right == null ? op.constant() : slots[right.buffer().slot()];
    int xAt = left == null ? 0 : b * left.buffer().batchStride() + left.offset(row);
    int yAt = right == null ? 0 : b * right.buffer().batchStride() + right.offset(row);
    int to = b * out.batchStride() + out.offset(row);
    float[] target = slots[out.slot()];
    for (int i = 0; i < out.width(); i++) {
      float a = x[xAt + (op.left() == null ? i : op.left()[i])];
      float c = y[yAt + (op.right() == null ? i : op.right()[i])];
      target[to + i] = combine(op.kind(), a, c);
    }
  }

  private static float combine(Op.Binary.Kind kind, float a, float b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> (float) Math.pow(a, b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case PRELU -> a < 0 ? a * b : a;
    };
  }
}
