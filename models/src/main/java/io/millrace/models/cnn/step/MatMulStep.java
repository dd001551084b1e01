/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import java.util.Arrays;

/** Matrix products of computed operands, NumPy's rules. */
final class MatMulStep implements Step {
  private final Tensor a;
  private final Tensor b;
  private final Tensor to;
  private final int rows;
  private final int inner;
  private final int columns;
  private final int[] aStarts;
  private final int[] bStarts;

  MatMulStep(Tensor a, Tensor b, Tensor to) {
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
        for (int r = 0; r < rows; r++) {
          if (columns == 1) {
            z[out] = dot(x, left, y, right);
          } else {
            row(x, left, y, right, z, out);
          }
          left += inner;
          out += columns;
        }
      }
    }
  }

  private float dot(float[] x, int left, float[] y, int right) {
    float sum = 0;
    for (int k = 0; k < inner; k++) {
      sum = Math.fma(x[left + k], y[right + k], sum);
    }
    return sum;
  }

  /** Four terms at a time: the output row is read and written less often. */
  private void row(float[] x, int left, float[] y, int right, float[] z, int out) {
    Arrays.fill(z, out, out + columns, 0);
    int k = 0;
    for (; k + 4 <= inner; k += 4) {
      int r = right + k * columns;
      fourTerms(x, left + k, y, r, z, out);
    }
    for (; k < inner; k++) {
      term(x[left + k], y, right + k * columns, z, out);
    }
  }

  private void fourTerms(float[] x, int left, float[] y, int r0, float[] z, int out) {
    float x0 = x[left];
    float x1 = x[left + 1];
    float x2 = x[left + 2];
    float x3 = x[left + 3];
    int r1 = r0 + columns;
    int r2 = r1 + columns;
    int r3 = r2 + columns;
    for (int c = 0; c < columns; c++) {
      z[out + c] += x0 * y[r0 + c] + x1 * y[r1 + c] + (x2 * y[r2 + c] + x3 * y[r3 + c]);
    }
  }

  private void term(float factor, float[] y, int right, float[] z, int out) {
    for (int c = 0; c < columns; c++) {
      z[out + c] += factor * y[right + c];
    }
  }
}
