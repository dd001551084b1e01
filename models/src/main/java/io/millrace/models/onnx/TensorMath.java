/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Tensor;
import io.millrace.models.tensor.Activation;

/** Arithmetic on constants: floats as floats, integers as longs, as the specification has it. */
final class TensorMath {
  private final Budget budget;
  private final TensorLayout layout;

  TensorMath(Budget budget, TensorLayout layout) {
    this.budget = budget;
    this.layout = layout;
  }

  /** A function of two integers or two floats. */
  interface Pair {
    long of(long a, long b);

    float of(float a, float b);
  }

  /** A condition on two elements. */
  interface Condition {
    boolean holds(double a, double b);
  }

  Tensor unary(Node node, Activation f, Tensor x) {
    Tensor y = layout.allocate(x.type(), x.shape());
    for (int i = 0; i < y.size(); i++) {
      if (x.integer()) {
        y.longs()[i] = integral(node, f, x.longs()[i]);
      } else {
        y.floats()[i] = (float) real(node, f, x.floats()[i]);
      }
    }
    return y;
  }

  private static long integral(Node node, Activation f, long x) {
    return switch (f.kind()) {
      case NONE, FLOOR, CEIL, ROUND -> x;
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case SIGN -> Long.signum(x);
      case RELU -> Math.max(0, x);
      case CLIP -> (long) Math.min(f.beta(), Math.max(f.alpha(), (double) x));
      default -> throw node.unsupported("is applied to integers");
    };
  }

  private static double real(Node node, Activation f, double x) {
    return switch (f.kind()) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case LEAKY_RELU -> x < 0 ? f.alpha() * x : x;
      case ELU -> x < 0 ? f.alpha() * Math.expm1(x) : x;
      case SELU -> f.beta() * (x < 0 ? f.alpha() * Math.expm1(x) : x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case HARD_SIGMOID -> Math.max(0, Math.min(1, f.alpha() * x + f.beta()));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case SOFTPLUS -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case CLIP -> Math.min(f.beta(), Math.max(f.alpha(), x));
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case SIGN -> Math.signum(x);
      case GELU, ERF ->
          throw node.unsupported("is applied to a constant: fold constants when exporting");
    };
  }

  /** With NumPy broadcasting; integers where both are. */
  Tensor binary(Node node, Pair f, Tensor a, Tensor b) {
    int[] shape = joint(node, a, b);
    boolean integer = a.integer() && b.integer();
    Tensor y = layout.allocate(integer ? Tensor.Type.INTEGER : Tensor.Type.FLOAT, shape);
    TensorLayout.Walk left = new TensorLayout.Walk(shape, Shapes.strides(a.shape(), shape));
    TensorLayout.Walk right = new TensorLayout.Walk(shape, Shapes.strides(b.shape(), shape));
    for (int i = 0; i < y.size(); i++) {
      if (integer) {
        y.longs()[i] = f.of(a.longs()[left.offset()], b.longs()[right.offset()]);
      } else {
        y.floats()[i] = f.of(a.number(left.offset()), b.number(right.offset()));
      }
      left.next();
      right.next();
    }
    return y;
  }

  /** A boolean for every pair of elements. */
  Tensor compare(Node node, Condition condition, Tensor a, Tensor b) {
    int[] shape = joint(node, a, b);
    Tensor y = layout.allocate(Tensor.Type.BOOLEAN, shape);
    TensorLayout.Walk left = new TensorLayout.Walk(shape, Shapes.strides(a.shape(), shape));
    TensorLayout.Walk right = new TensorLayout.Walk(shape, Shapes.strides(b.shape(), shape));
    for (int i = 0; i < y.size(); i++) {
      y.longs()[i] = condition.holds(value(a, left.offset()), value(b, right.offset())) ? 1 : 0;
      left.next();
      right.next();
    }
    return y;
  }

  private static double value(Tensor x, int index) {
    return x.integer() ? x.longs()[index] : x.floats()[index];
  }

  private static int[] joint(Node node, Tensor a, Tensor b) {
    int[] shape = Shapes.broadcast(a.shape(), b.shape());
    if (shape == null) {
      throw node.broken(
          "joins shapes " + Shapes.text(a.shape()) + " and " + Shapes.text(b.shape()));
    }
    return shape;
  }

  /** Over the axes, which stay with length one. */
  Tensor reduce(Node node, Op.Reduce.Kind kind, boolean[] axes, Tensor x) {
    int[] shape = x.shape().clone();
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = axes[axis] ? 1 : shape[axis];
    }
    if (x.size() == 0) {
      throw node.unsupported("reduces a constant without elements");
    }
    budget.steps(x.size());
    Tensor y = layout.allocate(x.type(), shape);
    double[] sums = new double[y.size()];
    boolean[] seen = new boolean[y.size()];
    TensorLayout.Walk walk = new TensorLayout.Walk(x.shape(), Shapes.strides(shape, x.shape()));
    for (int i = 0; i < x.size(); i++) {
      int at = walk.offset();
      double v = value(x, i);
      double first =
          switch (kind) {
            case L1 -> Math.abs(v);
            case L2, SUM_SQUARE -> v * v;
            default -> v;
          };
      sums[at] = seen[at] ? accumulate(kind, sums[at], first) : first;
      seen[at] = true;
      walk.next();
    }
    for (int i = 0; i < sums.length; i++) {
      double result =
          switch (kind) {
            case MEAN -> sums[i] * sums.length / x.size();
            case L2 -> Math.sqrt(sums[i]);
            default -> sums[i];
          };
      if (x.integer()) {
        y.longs()[i] = (long) result;
      } else {
        y.floats()[i] = (float) result;
      }
    }
    return y;
  }

  private static double accumulate(Op.Reduce.Kind kind, double sum, double v) {
    return switch (kind) {
      case MAX -> Math.max(sum, v);
      case MIN -> Math.min(sum, v);
      case PROD -> sum * v;
      default -> sum + v;
    };
  }

  /** Of two matrices of floats. */
  Tensor matMul(Node node, Tensor a, Tensor b) {
    if (a.rank() != 2 || b.rank() != 2 || a.shape()[1] != b.shape()[0] || a.integer()) {
      throw node.unsupported(
          "multiplies constants of shapes "
              + Shapes.text(a.shape())
              + " and "
              + Shapes.text(b.shape())
              + ": fold constants when exporting");
    }
    int rows = a.shape()[0];
    int inner = a.shape()[1];
    int columns = b.shape()[1];
    budget.steps((long) rows * columns * inner);
    Tensor y = layout.allocate(Tensor.Type.FLOAT, new int[] {rows, columns});
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < inner; i++) {
        float factor = a.floats()[r * inner + i];
        for (int c = 0; c < columns; c++) {
          y.floats()[r * columns + c] += factor * b.number(i * columns + c);
        }
      }
    }
    return y;
  }
}
