/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * An elementwise function of two operands. Broadcasting is compiled to runs: axes along which both
 * operands move alike are joined, the innermost is the run.
 */
final class BinaryStep implements Step {
  private final Op.Binary.Kind kind;
  private final Tensor a;
  private final Tensor b;
  private final Tensor to;
  private final Kernels kernels;
  private final int length;
  private final int aStep;
  private final int bStep;
  private final int[] aStarts;
  private final int[] bStarts;

  BinaryStep(Op.Binary.Kind kind, Tensor a, Tensor b, Tensor to, Kernels kernels) {
    this.kind = kind;
    this.a = a;
    this.b = b;
    this.to = to;
    this.kernels = kernels;
    int[] aStrides = Moves.broadcastStrides(a.shape(), to.shape());
    int[] bStrides = Moves.broadcastStrides(b.shape(), to.shape());
    List<int[]> axes = new ArrayList<>();
    for (int axis = 0; axis < to.shape().length; axis++) {
      int[] next = {to.shape()[axis], aStrides[axis], bStrides[axis]};
      int[] last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
      if (next[0] == 1) {
        continue;
      }
      if (last != null && last[1] == next[0] * next[1] && last[2] == next[0] * next[2]) {
        axes.set(axes.size() - 1, new int[] {last[0] * next[0], next[1], next[2]});
      } else {
        axes.add(next);
      }
    }
    int[] run = axes.isEmpty() ? new int[] {1, 1, 1} : axes.remove(axes.size() - 1);
    length = run[0];
    aStep = run[1];
    bStep = run[2];
    int[] outer = axes.stream().mapToInt(axis -> axis[0]).toArray();
    aStarts = Moves.strided(outer, axes.stream().mapToInt(axis -> axis[1]).toArray());
    bStarts = Moves.strided(outer, axes.stream().mapToInt(axis -> axis[2]).toArray());
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = a.in(workspace);
    float[] y = b.in(workspace);
    float[] z = to.in(workspace);
    boolean alike = aStep == 1 && bStep == 1;
    if (alike && aStarts.length == 1 && !a.constant() && !b.constant()) {
      same(x, 0, y, 0, z, 0, batch * length);
      return;
    }
    for (int n = 0; n < batch; n++) {
      int out = n * to.size();
      for (int i = 0; i < aStarts.length; i++) {
        int ai = n * a.stride() + aStarts[i];
        int bi = n * b.stride() + bStarts[i];
        if (alike) {
          same(x, ai, y, bi, z, out, length);
        } else if (bStep == 0 && aStep == 1) {
          BinaryLoops.withNumber(kind, x, ai, y[bi], z, out, length);
        } else {
          BinaryLoops.general(kind, x, ai, aStep, y, bi, bStep, z, out, length);
        }
        out += length;
      }
    }
  }

  private void same(float[] x, int ai, float[] y, int bi, float[] z, int out, int n) {
    switch (kind) {
      case ADD -> kernels.add(x, ai, y, bi, z, out, n);
      case MUL -> kernels.multiply(x, ai, y, bi, z, out, n);
      default -> BinaryLoops.alike(kind, x, ai, y, bi, z, out, n);
    }
  }
}
