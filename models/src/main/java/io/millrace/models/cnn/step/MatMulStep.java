/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.tensor.Kernels;
import java.util.Arrays;

/** Matrix products of computed operands, NumPy's rules. */
final class MatMulStep implements Step {
  private final Tensor a;
  private final Tensor b;
  private final Tensor to;
  private final Kernels kernels;
  private final int rows;
  private final int inner;
  private final int columns;
  private final int[] aStarts;
  private final int[] bStarts;

  MatMulStep(Tensor a, Tensor b, Tensor to, Kernels kernels) {
    this.kernels = kernels;
    this.a = a;
    this.b = b;
    this.to = to;
    int[] left = a.shape().length == 1 ? new int[] {1, a.size()} : a.shape();
    int[] right = b.shape().length == 1 ? new int[] {b.size(), 1} : b.shape();
    rows = left[left.length - 2];
    inner = left[left.length - 1];
    columns = right[right.length - 1];
    int[] leftLead = Arrays.copyOf(left, left.length - 2);
    int[] rightLead = Arrays.copyOf(right, right.length - 2);
    int[] lead = new int[Math.max(leftLead.length, rightLead.length)];
    Arrays.fill(lead, 1);
    for (int[] shape : new int[][] {leftLead, rightLead}) {
      for (int axis = 0; axis < shape.length; axis++) {
        int at = lead.length - shape.length + axis;
        lead[at] = Math.max(lead[at], shape[axis]);
      }
    }
    aStarts = Moves.broadcast(leftLead, lead);
    bStarts = Moves.broadcast(rightLead, lead);
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = a.in(workspace);
    float[] y = b.in(workspace);
    float[] z = to.in(workspace);
    for (int n = 0; n < batch; n++) {
      int out = n * to.size();
      for (int m = 0; m < aStarts.length; m++) {
        int left = n * a.stride() + aStarts[m] * rows * inner;
        int right = n * b.stride() + bStarts[m] * inner * columns;
        kernels.matmul(x, left, y, right, z, out, rows, inner, columns);
        out += rows * columns;
      }
    }
  }
}
