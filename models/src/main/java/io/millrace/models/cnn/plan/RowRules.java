/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.cnn.plan.RowTranslation.Row;
import io.millrace.models.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * For every kind of layer, when it commutes with shifts in time and which {@link RowOp} it then is.
 * A rule that does not apply answers null: the layer is then evaluated on the window, which is
 * always right.
 */
final class RowRules {
  private final Network network;
  private final Layer layer;
  private final Map<Integer, Sequence> sequences;
  private final Sequence in;
  private final int[] shape;
  private final int[] outShape;

  private RowRules(Network network, Layer layer, Map<Integer, Sequence> sequences, Sequence in) {
    this.network = network;
    this.layer = layer;
    this.sequences = sequences;
    this.in = in;
    this.shape = network.value(in.value()).shape();
    this.outShape = network.value(layer.output()).shape();
  }

  static Row row(Network network, Layer layer, Map<Integer, Sequence> sequences) {
    Sequence first = null;
    for (int input : layer.inputs()) {
      if (first == null) {
        first = sequences.get(input);
      }
    }
    return first == null ? null : new RowRules(network, layer, sequences, first).row();
  }

  /** Why a layer whose operands are sequences needs the whole window. */
  static String reason(Layer layer, Network network, Map<Integer, Sequence> sequences) {
    Op op = layer.op();
    if (op instanceof Op.InstanceNorm) {
      return "its statistics are taken over the whole window";
    } else if (op instanceof Op.LayerNorm) {
      return "it normalises over time";
    } else if (op instanceof Op.Reduce r) {
      return "it takes the " + r.kind().name().toLowerCase(java.util.Locale.ROOT) + " over time";
    } else if (op instanceof Op.Softmax) {
      return "it is taken over time";
    } else if (op instanceof Op.CumSum) {
      return "every element depends on all before it in the window";
    } else if (op instanceof Op.Recurrent) {
      return "it starts from its initial state in every window";
    } else if (op instanceof Op.MatMul) {
      return "it multiplies along time";
    } else if (op instanceof Op.Binary || op instanceof Op.Affine) {
      return layer.inputs().stream().anyMatch(i -> network.value(i).isConstant())
          ? "its constant varies over the window"
          : "its operands are not aligned in time";
    } else if (op instanceof Op.Reshape || op instanceof Op.Linear) {
      return "it mixes time with channels";
    } else if (op instanceof Op.Pool && layer.inputs().stream().anyMatch(sequences::containsKey)) {
      return "its stride is not aligned with the hop";
    }
    return "it cannot be computed row by row";
  }

  private Row row() {
    Op op = layer.op();
    if (op instanceof Op.Conv c) {
      return c.axis() == in.axis() && in.width() == c.inChannels()
          ? newRow(new RowOp.Convolve(c, Activation.NONE), c.axis())
          : null;
    } else if (op instanceof Op.ConvTranspose c) {
      return c.axis() == in.axis() && in.width() == c.inChannels()
          ? newRow(new RowOp.ConvolveTransposed(c), c.axis())
          : null;
    } else if (op instanceof Op.Pool p) {
      return p.axis() == in.axis() ? newRow(new RowOp.PoolRows(p), p.axis()) : null;
    } else if (op instanceof Op.Resize r) {
      return r.axis() == in.axis() ? newRow(new RowOp.Upsample(r), r.axis()) : null;
    } else if (op instanceof Op.Pad p) {
      return p.axis() == in.axis()
          ? newRow(new RowOp.Shift(-p.before(), padding(p), true), p.axis())
          : null;
    } else if (op instanceof Op.Unary u) {
      return newRow(new RowOp.Apply(u.function()), in.axis());
    } else if (op instanceof Op.Affine a) {
      return affine(a);
    } else if (op instanceof Op.Binary b) {
      return binary(b);
    } else if (op instanceof Op.Linear l) {
      return in.axis() != shape.length - 1 && in.width() == l.in()
          ? newRow(new RowOp.Dense(l, Activation.NONE), in.axis())
          : null;
    } else if (op instanceof Op.Concat c) {
      return concat(c);
    } else if (op instanceof Op.Slice s) {
      return s.axis() == in.axis() ? slice(s.start(), s.step()) : pick(sliceMap(s));
    } else if (op instanceof Op.Gather g) {
      return gather(g);
    } else if (op instanceof Op.Transpose t) {
      return transpose(t.perm());
    } else if (op instanceof Op.Reshape) {
      return reshape();
    } else if (op instanceof Op.Softmax s) {
      return s.axis() != in.axis() && shape[s.axis()] == in.width()
          ? newRow(new RowOp.SoftmaxRow(s.log()), in.axis())
          : null;
    } else if (op instanceof Op.LayerNorm n) {
      return n.axis() > in.axis() && n.scale().length == in.width()
          ? newRow(new RowOp.NormaliseRow(n), in.axis())
          : null;
    } else if (op instanceof Op.Reduce r) {
      return reduce(r);
    } else if (op instanceof Op.Carried c) {
      return newRow(new RowOp.Recur(c.recurrent()), in.axis());
    }
    return null;
  }

  private Row newRow(RowOp op, int axis) {
    return new Row(op, axis, layer.inputs().stream().filter(sequences::containsKey).toList());
  }

  private static float padding(Op.Pad pad) {
    return pad.mode() == Op.Pad.Mode.CONSTANT ? pad.value() : 0;
  }

  private Row affine(Op.Affine a) {
    if (a.axis() == in.axis()) {
      return null;
    }
    int[] channel = new RowShape(shape, in.axis()).coordinate(a.axis());
    float[] scale = new float[channel.length];
    float[] shift = new float[channel.length];
    for (int i = 0; i < channel.length; i++) {
      scale[i] = a.scale()[channel[i]];
      shift[i] = a.shift()[channel[i]];
    }
    return newRow(new RowOp.Scale(scale, shift), in.axis());
  }

  private Row binary(Op.Binary b) {
    Value left = network.value(layer.input(0));
    Value right = network.value(layer.input(1));
    int axis = in.axis() + outShape.length - shape.length;
    if (outShape[axis] != in.length()) {
      return null;
    }
    RowShape out = new RowShape(outShape, axis);
    if (left.isConstant() || right.isConstant()) {
      float[] row = out.constantRow(left.isConstant() ? left : right);
      int[] map = out.operandMap(shape, in.axis());
      return row == null || map == null
          ? null
          : newRow(
              new RowOp.Combine(
                  b.kind(),
                  left.isConstant() ? null : unlessIdentity(map),
                  left.isConstant() ? unlessIdentity(map) : null,
                  row,
                  left.isConstant()),
              axis);
    }
    Sequence other = sequences.get(right.id());
    int otherAxis = other.axis() + outShape.length - right.rank();
    if (otherAxis != axis || other.length() != in.length() || !other.rate().equals(in.rate())) {
      return null;
    }
    int[] leftMap = out.operandMap(shape, in.axis());
    int[] rightMap = out.operandMap(right.shape(), other.axis());
    return leftMap == null || rightMap == null
        ? null
        : newRow(
            new RowOp.Combine(
                b.kind(), unlessIdentity(leftMap), unlessIdentity(rightMap), null, false),
            axis);
  }

  private Row concat(Op.Concat c) {
    if (c.axis() == in.axis()) {
      return wrap();
    }
    for (int input : layer.inputs()) {
      Sequence s = sequences.get(input);
      if (s == null
          || s.axis() != in.axis()
          || s.length() != in.length()
          || !s.rate().equals(in.rate())) {
        return null;
      }
    }
    for (int axis = 0; axis < c.axis(); axis++) {
      if (axis != in.axis() && shape[axis] != 1) {
        return null;
      }
    }
    return newRow(new RowOp.Join(), in.axis());
  }

  /**
   * Joining a sequence in time with pieces of itself or with constants is padding written by hand.
   */
  private Row wrap() {
    int before = 0;
    boolean seen = false;
    for (int input : layer.inputs()) {
      boolean whole = false;
      if (!network.value(input).isConstant()) {
        int root = input;
        for (Layer source = producer(root);
            source != null && source.op() instanceof Op.Slice;
            source = producer(root)) {
          root = source.input(0);
        }
        whole = root == input;
        if (network.value(root).isConstant() || root != wholeOperand()) {
          return null;
        }
      }
      if (whole) {
        seen = true;
      } else if (!seen) {
        before += network.value(input).shape()[in.axis()];
      }
    }
    return seen
        ? new Row(new RowOp.Shift(-before, 0, true), in.axis(), List.of(wholeOperand()))
        : null;
  }

  /** The operand that is not a slice of another, or -1 when there is not exactly one. */
  private int wholeOperand() {
    int whole = -1;
    for (int input : layer.inputs()) {
      Layer source = producer(input);
      boolean slice = source != null && source.op() instanceof Op.Slice;
      if (!network.value(input).isConstant() && !slice) {
        if (whole >= 0) {
          return -1;
        }
        whole = input;
      }
    }
    return whole;
  }

  private Layer producer(int value) {
    return network.layers().stream().filter(l -> l.output() == value).findFirst().orElse(null);
  }

  private Row slice(int start, int step) {
    if (step < 1) {
      return null;
    }
    return newRow(
        step == 1 ? new RowOp.Shift(start, 0, false) : new RowOp.Subsample(start, step), in.axis());
  }

  private int[] sliceMap(Op.Slice s) {
    int count = outShape[s.axis()];
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = s.start() + i * s.step();
    }
    return new RowShape(shape, in.axis()).select(s.axis(), indices);
  }

  private Row gather(Op.Gather g) {
    List<Integer> indices = g.indices();
    if (g.axis() != in.axis()) {
      int[] array = indices.stream().mapToInt(Integer::intValue).toArray();
      return pick(new RowShape(shape, in.axis()).select(g.axis(), array));
    }
    if (indices.isEmpty()) {
      return null;
    }
    int step = indices.size() > 1 ? indices.get(1) - indices.get(0) : 1;
    for (int i = 1; i < indices.size(); i++) {
      if (indices.get(i) - indices.get(i - 1) != step) {
        return null;
      }
    }
    return slice(indices.get(0), step);
  }

  private Row transpose(List<Integer> perm) {
    int axis = perm.indexOf(in.axis());
    int[] map = new RowShape(shape, in.axis()).permute(perm);
    return unlessIdentity(map) == null
        ? newRow(RowOp.Shift.NONE, axis)
        : newRow(new RowOp.Pick(map), axis);
  }

  private Row reshape() {
    int before = product(shape, in.axis());
    for (int axis = 0; axis < outShape.length; axis++) {
      if (outShape[axis] == in.length() && product(outShape, axis) == before) {
        return newRow(RowOp.Shift.NONE, axis);
      }
    }
    return null;
  }

  private Row reduce(Op.Reduce r) {
    int reduced = 1;
    int axis = in.axis();
    for (int a : r.axes()) {
      reduced *= shape[a];
      axis -= !r.keepAxes() && a < in.axis() ? 1 : 0;
    }
    return r.axes().contains(in.axis()) || reduced != in.width()
        ? null
        : newRow(new RowOp.ReduceRow(r.kind(), in.width()), axis);
  }

  private Row pick(int[] map) {
    return newRow(new RowOp.Pick(map), in.axis());
  }

  private static int[] unlessIdentity(int[] map) {
    for (int i = 0; i < map.length; i++) {
      if (map[i] != i) {
        return map;
      }
    }
    return null;
  }

  private static int product(int[] shape, int count) {
    return Arrays.stream(shape).limit(count).reduce(1, (a, b) -> a * b);
  }
}
