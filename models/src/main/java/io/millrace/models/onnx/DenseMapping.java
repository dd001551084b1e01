/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gemm and MatMul: a dense layer where the right operand is constant. */
final class DenseMapping {
  private DenseMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("MatMul", t -> List.of(product(t, t.operand(0), t.operand(1))));
    table.put("Gemm", DenseMapping::gemm);
  }

  /** alpha A B + beta C. */
  private static List<Operand> gemm(Translation t) {
    float alpha = t.node().number("alpha", 1);
    float beta = t.node().number("beta", 1);
    Operand a = matrix(t, 0, "transA");
    Operand b = matrix(t, 1, "transB");
    if (alpha != 1) {
      // The scale goes to the constant, where it costs nothing.
      boolean right = b instanceof Tensor;
      a = right ? a : t.emit().binary(Op.Binary.Kind.MUL, a, alpha);
      b = right ? t.emit().binary(Op.Binary.Kind.MUL, b, alpha) : b;
    }
    Operand product = product(t, a, b);
    if (!t.has(2) || beta == 0) {
      return List.of(product);
    }
    Operand c = t.operand(2);
    if (beta != 1) {
      c = t.emit().binary(Op.Binary.Kind.MUL, c, beta);
    }
    return List.of(t.emit().binary(Op.Binary.Kind.ADD, product, c));
  }

  private static Operand matrix(Translation t, int index, String transposed) {
    Operand x = t.operand(index);
    if (x.rank() != 2) {
      throw t.node().broken("multiplies shape " + Shapes.text(x.shape()) + ", not a matrix");
    }
    return t.node().flag(transposed, false) ? t.emit().transpose(x, new int[] {1, 0}) : x;
  }

  private static Operand product(Translation t, Operand a, Operand b) {
    if (a instanceof Tensor x && b instanceof Tensor y) {
      return t.math().matMul(t.node(), x, y);
    }
    if (a.integer() || b.integer()) {
      throw t.node().unsupported("multiplies integers");
    }
    if (a.rank() == 0 || b.rank() == 0) {
      throw t.node().broken("multiplies a scalar");
    }
    int[] shape = shape(t, a.shape(), b.shape());
    if (a instanceof Data x && b instanceof Tensor y) {
      int inner = x.shape()[x.rank() - 1];
      int columns = y.rank() == 1 ? 1 : y.shape()[y.rank() - 1];
      if (y.size() == (long) inner * columns && (x.rank() >= y.rank() || y.rank() <= 2)) {
        return linear(t, x, y.floats(), inner, columns, shape);
      }
    }
    if (a instanceof Tensor x && b instanceof Data y && x.rank() == 2 && y.rank() == 3) {
      return pointwise(t, x, y, shape);
    }
    return t.emit().layer(new Op.MatMul(), shape, a, b);
  }

  private static Operand linear(
      Translation t, Data x, float[] weight, int inner, int columns, int[] shape) {
    int[] in = x.rank() == 1 ? new int[] {1, inner} : x.shape();
    Operand rows = t.emit().reshape(x, in);
    Op op = new Op.Linear(weight, new float[columns], inner, columns);
    Operand y = t.emit().layer(op, Shapes.with(in, in.length - 1, columns), rows);
    return t.emit().reshape(y, shape);
  }

  /** A constant matrix from the left mixes channels: a convolution of kernel one. */
  private static Operand pointwise(Translation t, Tensor weight, Data x, int[] shape) {
    int out = weight.shape()[0];
    int in = weight.shape()[1];
    Op op = new Op.Conv(weight.floats(), new float[out], in, out, 1, 1, 1, 1, 0, 0, 2);
    return t.emit().layer(op, shape, x);
  }

  /** NumPy's rules: a vector is a row on the left and a column on the right. */
  private static int[] shape(Translation t, int[] a, int[] b) {
    int[] left = a.length == 1 ? new int[] {1, a[0]} : a;
    int[] right = b.length == 1 ? new int[] {b[0], 1} : b;
    int[] lead =
        Shapes.broadcast(
            Arrays.copyOf(left, left.length - 2), Arrays.copyOf(right, right.length - 2));
    if (lead == null || left[left.length - 1] != right[right.length - 2]) {
      throw t.node().broken("multiplies shapes " + Shapes.text(a) + " and " + Shapes.text(b));
    }
    int rank = lead.length + (a.length == 1 ? 0 : 1) + (b.length == 1 ? 0 : 1);
    int[] shape = Arrays.copyOf(lead, rank);
    int at = lead.length;
    if (a.length > 1) {
      shape[at++] = left[left.length - 2];
    }
    if (b.length > 1) {
      shape[at] = right[right.length - 1];
    }
    return shape;
  }
}
