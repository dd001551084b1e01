/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.net;

import io.millrace.models.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Evaluates a {@link Network} on one window in the most obvious way: row-major tensors, one loop
 * per definition, sums in double. The oracle that every fast path is compared with.
 */
public final class NaiveInterpreter {
  private NaiveInterpreter() {}

  /**
   * The network's output for one window.
   *
   * @param window (channels, window) row-major
   */
  public static float[] output(Network network, float[] window) {
    return values(network, window)[network.output()];
  }

  /** All values of the network for one window, by id; null where no layer computes the value. */
  public static float[][] values(Network network, float[] window) {
    float[][] values = new float[network.values().size()][];
    for (Value value : network.values()) {
      values[value.id()] = value.constant();
    }
    if (window.length != network.value(network.input()).size()) {
      throw new IllegalArgumentException(
          "window has " + window.length + " values, not " + network.value(network.input()).size());
    }
    values[network.input()] = window;
    for (Layer layer : network.layers()) {
      float[][] operands = new float[layer.inputs().size()][];
      int[][] shapes = new int[operands.length][];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = values[layer.input(i)];
        shapes[i] = network.value(layer.input(i)).shape();
        if (operands[i] == null) {
          throw new IllegalStateException(layer.describe() + " reads a value not yet computed");
        }
      }
      int[] shape = network.value(layer.output()).shape();
      float[] result = apply(layer.op(), operands, shapes, shape);
      if (result.length != size(shape)) {
        throw new IllegalStateException(
            layer.describe() + " made " + result.length + " values for " + Arrays.toString(shape));
      }
      values[layer.output()] = result;
    }
    return values;
  }

  private static float[] apply(Op op, float[][] x, int[][] in, int[] out) {
    if (op instanceof Op.Conv conv) {
      return conv(conv, x[0], in[0], out);
    } else if (op instanceof Op.ConvTranspose conv) {
      return convTranspose(conv, x[0], in[0], out);
    } else if (op instanceof Op.Pool pool) {
      return pool(pool, x[0], in[0], out);
    } else if (op instanceof Op.Pad pad) {
      return pad(pad, x[0], in[0], out);
    } else if (op instanceof Op.Unary unary) {
      float[] y = new float[x[0].length];
      for (int i = 0; i < y.length; i++) {
        y[i] = (float) activate(unary.function(), x[0][i]);
      }
      return y;
    } else if (op instanceof Op.Binary binary) {
      return binary(binary.kind(), x, in, out);
    } else if (op instanceof Op.Affine affine) {
      return each(
          out,
          index -> {
            int c = index[affine.axis()];
            return (double) affine.scale()[c] * x[0][offset(in[0], index)] + affine.shift()[c];
          });
    } else if (op instanceof Op.Linear linear) {
      return linear(linear, x[0]);
    } else if (op instanceof Op.MatMul) {
      return matMul(x, in, out);
    } else if (op instanceof Op.Concat concat) {
      return concat(concat.axis(), x, in, out);
    } else if (op instanceof Op.Slice slice) {
      return moved(x[0], in[0], out, slice.axis(), i -> slice.start() + i * slice.step());
    } else if (op instanceof Op.Gather gather) {
      return moved(x[0], in[0], out, gather.axis(), i -> gather.indices().get(i));
    } else if (op instanceof Op.Transpose transpose) {
      return transpose(transpose.perm(), x[0], in[0], out);
    } else if (op instanceof Op.Reshape) {
      return x[0].clone();
    } else if (op instanceof Op.Expand) {
      return each(out, index -> x[0][broadcast(in[0], index)]);
    } else if (op instanceof Op.Softmax softmax) {
      return softmax(softmax, x[0], in[0]);
    } else if (op instanceof Op.LayerNorm norm) {
      int block = size(Arrays.copyOfRange(in[0], norm.axis(), in[0].length));
      float[] y = normalise(x[0], block, norm.epsilon());
      for (int i = 0; i < y.length; i++) {
        y[i] = y[i] * norm.scale()[i % block] + norm.shift()[i % block];
      }
      return y;
    } else if (op instanceof Op.InstanceNorm norm) {
      int block = size(Arrays.copyOfRange(in[0], 2, in[0].length));
      float[] y = normalise(x[0], block, norm.epsilon());
      for (int i = 0; i < y.length; i++) {
        int c = i / block % in[0][1];
        y[i] = y[i] * norm.scale()[c] + norm.shift()[c];
      }
      return y;
    } else if (op instanceof Op.Reduce reduce) {
      return reduce(reduce, x[0], in[0], out);
    } else if (op instanceof Op.CumSum sum) {
      return cumSum(sum, x[0], in[0]);
    } else if (op instanceof Op.Recurrent recurrent) {
      return RecurrentOracle.run(recurrent, x[0], in[0][0]);
    } else if (op instanceof Op.Resize resize) {
      return resize(resize, x[0], in[0], out);
    }
    throw new IllegalArgumentException("unknown op " + op);
  }

  private static float[] conv(Op.Conv c, float[] x, int[] in, int[] out) {
    int length = in[c.axis()];
    int steps = out[c.axis()];
    int groupIn = c.inChannels() / c.groups();
    int groupOut = c.outChannels() / c.groups();
    float[] y = new float[c.outChannels() * steps];
    for (int o = 0; o < c.outChannels(); o++) {
      for (int t = 0; t < steps; t++) {
        double sum = c.bias()[o];
        for (int i = 0; i < groupIn; i++) {
          for (int k = 0; k < c.kernel(); k++) {
            int at = t * c.stride() + k * c.dilation() - c.padLeft();
            if (at >= 0 && at < length) {
              int channel = o / groupOut * groupIn + i;
              sum +=
                  (double) c.weight()[(o * groupIn + i) * c.kernel() + k]
                      * x[channel * length + at];
            }
          }
        }
        y[o * steps + t] = (float) sum;
      }
    }
    return y;
  }

  private static float[] convTranspose(Op.ConvTranspose c, float[] x, int[] in, int[] out) {
    int length = in[c.axis()];
    int steps = out[c.axis()];
    int groupIn = c.inChannels() / c.groups();
    int groupOut = c.outChannels() / c.groups();
    double[] y = new double[c.outChannels() * steps];
    for (int i = 0; i < c.inChannels(); i++) {
      for (int o = 0; o < groupOut; o++) {
        int channel = i / groupIn * groupOut + o;
        for (int t = 0; t < length; t++) {
          for (int k = 0; k < c.kernel(); k++) {
            int at = t * c.stride() + k * c.dilation() - c.padLeft();
            if (at >= 0 && at < steps) {
              y[channel * steps + at] +=
                  (double) c.weight()[(i * groupOut + o) * c.kernel() + k] * x[i * length + t];
            }
          }
        }
      }
    }
    float[] result = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      result[i] = (float) (y[i] + c.bias()[i / steps]);
    }
    return result;
  }

  private static float[] pool(Op.Pool p, float[] x, int[] in, int[] out) {
    return each(
        out,
        index -> {
          int[] at = index.clone();
          double sum = 0;
          double max = Double.NEGATIVE_INFINITY;
          int count = 0;
          for (int k = 0; k < p.kernel(); k++) {
            at[p.axis()] = index[p.axis()] * p.stride() + k * p.dilation() - p.padLeft();
            if (at[p.axis()] >= 0 && at[p.axis()] < in[p.axis()]) {
              double value = x[offset(in, at)];
              sum += value;
              max = Math.max(max, value);
              count++;
            }
          }
          if (p.kind() == Op.Pool.Kind.MAX) {
            return max;
          }
          return sum / (p.countPadding() ? p.kernel() : count);
        });
  }

  private static float[] pad(Op.Pad p, float[] x, int[] in, int[] out) {
    int length = in[p.axis()];
    return each(
        out,
        index -> {
          int[] at = index.clone();
          int i = index[p.axis()] - p.before();
          if (i < 0 || i >= length) {
            if (p.mode() == Op.Pad.Mode.CONSTANT) {
              return p.value();
            }
            i = inside(p.mode(), i, length);
          }
          at[p.axis()] = i;
          return x[offset(in, at)];
        });
  }

  private static int inside(Op.Pad.Mode mode, int i, int length) {
    int period = Math.max(1, 2 * (length - 1));
    int reflected = Math.floorMod(i, period);
    return switch (mode) {
      case EDGE -> Math.max(0, Math.min(length - 1, i));
      case WRAP -> Math.floorMod(i, length);
      case REFLECT -> reflected < length ? reflected : period - reflected;
      case CONSTANT -> throw new IllegalArgumentException("no element stands there");
    };
  }

  private static float[] binary(Op.Binary.Kind kind, float[][] x, int[][] in, int[] out) {
    return each(
        out,
        index -> {
          double a = x[0][broadcast(in[0], index)];
          double b = x[1][broadcast(in[1], index)];
          return switch (kind) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case POW -> Math.pow(a, b);
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case PRELU -> a < 0 ? a * b : a;
          };
        });
  }

  private static float[] linear(Op.Linear l, float[] x) {
    int rows = x.length / l.in();
    float[] y = new float[rows * l.out()];
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < l.out(); o++) {
        double sum = l.bias()[o];
        for (int i = 0; i < l.in(); i++) {
          sum += (double) x[r * l.in() + i] * l.weight()[i * l.out() + o];
        }
        y[r * l.out() + o] = (float) sum;
      }
    }
    return y;
  }

  /** NumPy's rules: vectors get an axis of length one, leading axes are broadcast. */
  private static float[] matMul(float[][] x, int[][] in, int[] out) {
    int[] a = in[0].length == 1 ? new int[] {1, in[0][0]} : in[0];
    int[] b = in[1].length == 1 ? new int[] {in[1][0], 1} : in[1];
    int rows = a[a.length - 2];
    int inner = a[a.length - 1];
    int columns = b[b.length - 1];
    int[] leadA = Arrays.copyOf(a, a.length - 2);
    int[] leadB = Arrays.copyOf(b, b.length - 2);
    int[] lead = new int[Math.max(leadA.length, leadB.length)];
    for (int i = 0; i < lead.length; i++) {
      int fromA = i - lead.length + leadA.length;
      int fromB = i - lead.length + leadB.length;
      lead[i] = Math.max(fromA < 0 ? 1 : leadA[fromA], fromB < 0 ? 1 : leadB[fromB]);
    }
    float[] y = new float[size(out)];
    int[] index = new int[lead.length];
    for (int matrix = 0; matrix < size(lead); matrix++) {
      unravel(matrix, lead, index);
      int baseA = broadcast(leadA, index) * rows * inner;
      int baseB = broadcast(leadB, index) * inner * columns;
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          double sum = 0;
          for (int i = 0; i < inner; i++) {
            sum += (double) x[0][baseA + r * inner + i] * x[1][baseB + i * columns + c];
          }
          y[(matrix * rows + r) * columns + c] = (float) sum;
        }
      }
    }
    return y;
  }

  private static float[] concat(int axis, float[][] x, int[][] in, int[] out) {
    return each(
        out,
        index -> {
          int[] at = index.clone();
          int operand = 0;
          while (at[axis] >= in[operand][axis]) {
            at[axis] -= in[operand++][axis];
          }
          return x[operand][offset(in[operand], at)];
        });
  }

  private static float[] transpose(List<Integer> perm, float[] x, int[] in, int[] out) {
    int[] at = new int[in.length];
    return each(
        out,
        index -> {
          for (int i = 0; i < index.length; i++) {
            at[perm.get(i)] = index[i];
          }
          return x[offset(in, at)];
        });
  }

  private static float[] softmax(Op.Softmax s, float[] x, int[] shape) {
    int inner = size(Arrays.copyOfRange(shape, s.axis() + 1, shape.length));
    int length = shape[s.axis()];
    float[] y = new float[x.length];
    for (int start = 0; start < x.length; start += length * inner) {
      for (int i = start; i < start + inner; i++) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < length; k++) {
          max = Math.max(max, x[i + k * inner]);
        }
        double sum = 0;
        for (int k = 0; k < length; k++) {
          sum += Math.exp(x[i + k * inner] - max);
        }
        for (int k = 0; k < length; k++) {
          double shifted = x[i + k * inner] - max;
          y[i + k * inner] = (float) (s.log() ? shifted - Math.log(sum) : Math.exp(shifted) / sum);
        }
      }
    }
    return y;
  }

  private static float[] normalise(float[] x, int block, float epsilon) {
    float[] y = new float[x.length];
    for (int start = 0; start < x.length; start += block) {
      double mean = 0;
      for (int i = start; i < start + block; i++) {
        mean += x[i] / (double) block;
      }
      double variance = 0;
      for (int i = start; i < start + block; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / block;
      }
      for (int i = start; i < start + block; i++) {
        y[i] = (float) ((x[i] - mean) / Math.sqrt(variance + epsilon));
      }
    }
    return y;
  }

  private static float[] reduce(Op.Reduce r, float[] x, int[] in, int[] out) {
    int[] kept = in.clone();
    for (int axis : r.axes()) {
      kept[axis] = 1;
    }
    double[] y = new double[size(out)];
    Arrays.fill(
        y,
        switch (r.kind()) {
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case PROD -> 1;
          default -> 0;
        });
    int[] index = new int[in.length];
    for (int i = 0; i < x.length; i++) {
      unravel(i, in, index);
      int to = broadcast(kept, index);
      double v = x[i];
      y[to] =
          switch (r.kind()) {
            case MEAN, SUM -> y[to] + v;
            case MAX -> Math.max(y[to], v);
            case MIN -> Math.min(y[to], v);
            case PROD -> y[to] * v;
            case L1 -> y[to] + Math.abs(v);
            case L2, SUM_SQUARE -> y[to] + v * v;
          };
    }
    float[] result = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      result[i] =
          (float)
              switch (r.kind()) {
                case MEAN -> y[i] * y.length / x.length;
                case L2 -> Math.sqrt(y[i]);
                default -> y[i];
              };
    }
    return result;
  }

  private static float[] cumSum(Op.CumSum s, float[] x, int[] shape) {
    return each(
        shape,
        index -> {
          int[] at = index.clone();
          double sum = 0;
          for (int i = 0; i < shape[s.axis()]; i++) {
            boolean before = s.reverse() ? i > index[s.axis()] : i < index[s.axis()];
            if (before || (i == index[s.axis()] && !s.exclusive())) {
              at[s.axis()] = i;
              sum += x[offset(shape, at)];
            }
          }
          return sum;
        });
  }

  private static float[] resize(Op.Resize r, float[] x, int[] in, int[] out) {
    return each(
        out,
        index -> {
          int[] at = index.clone();
          int t = index[r.axis()];
          if (r.mode() == Op.Resize.Mode.NEAREST) {
            at[r.axis()] = t / r.factor();
            return x[offset(in, at)];
          }
          double position = (t + 0.5) / r.factor() - 0.5;
          position = Math.max(0, Math.min(in[r.axis()] - 1, position));
          int left = (int) position;
          at[r.axis()] = left;
          double a = x[offset(in, at)];
          at[r.axis()] = Math.min(left + 1, in[r.axis()] - 1);
          double b = x[offset(in, at)];
          return a + (b - a) * (position - left);
        });
  }

  /** The function's value, for one number. */
  public static double activate(Activation f, double x) {
    return switch (f.kind()) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case LEAKY_RELU -> x < 0 ? f.alpha() * x : x;
      case ELU -> x < 0 ? f.alpha() * Math.expm1(x) : x;
      case SELU -> f.beta() * (x < 0 ? f.alpha() * Math.expm1(x) : x);
      case SIGMOID -> sigmoid(x);
      case TANH -> Math.tanh(x);
      case HARD_SIGMOID -> Math.max(0, Math.min(1, f.alpha() * x + f.beta()));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case GELU -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
      case ERF -> erf(x);
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
    };
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** erf(x) = 2 / sqrt(pi) exp(-x²) Σ 2^n x^(2n+1) / (2n+1)!!, all terms of one sign. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** The elements along one axis that the index map names. */
  private static float[] moved(float[] x, int[] in, int[] out, int axis, IntUnaryOperator from) {
    return each(
        out,
        index -> {
          int[] at = index.clone();
          at[axis] = from.applyAsInt(index[axis]);
          return x[offset(in, at)];
        });
  }

  /** An output element from its index; the array is reused. */
  private interface Element {
    double at(int[] index);
  }

  private static float[] each(int[] shape, Element element) {
    float[] y = new float[size(shape)];
    int[] index = new int[shape.length];
    for (int i = 0; i < y.length; i++) {
      unravel(i, shape, index);
      y[i] = (float) element.at(index);
    }
    return y;
  }

  private static void unravel(int flat, int[] shape, int[] index) {
    int rest = flat;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
  }

  private static int offset(int[] shape, int[] index) {
    int offset = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        throw new IndexOutOfBoundsException(
            Arrays.toString(index) + " in " + Arrays.toString(shape));
      }
      offset = offset * shape[axis] + index[axis];
    }
    return offset;
  }

  /** The offset in a tensor that is broadcast to the index: right-aligned, length one repeats. */
  private static int broadcast(int[] shape, int[] index) {
    int offset = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      int i = shape[axis] == 1 ? 0 : index[index.length - shape.length + axis];
      offset = offset * shape[axis] + i;
    }
    return offset;
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
