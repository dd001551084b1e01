/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pooling, one layer per axis that is pooled: maxima and means of boxes are separable. */
final class PoolMapping {
  private PoolMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("MaxPool", t -> pool(t, Op.Pool.Kind.MAX, false));
    table.put(
        "AveragePool",
        t -> pool(t, Op.Pool.Kind.AVERAGE, t.node().flag("count_include_pad", false)));
    table.put("GlobalMaxPool", t -> global(t, Op.Reduce.Kind.MAX));
    table.put("GlobalAveragePool", t -> global(t, Op.Reduce.Kind.MEAN));
  }

  private static List<Operand> pool(Translation t, Op.Pool.Kind kind, boolean countPadding) {
    Operand x = t.signal(0);
    boolean ceil = t.node().flag("ceil_mode", false);
    for (Extent e : Extent.read(t, x.shape(), null)) {
      if (!e.trivial()) {
        x = along(t, x, kind, countPadding, ceil, e.checked(t.node()));
      }
    }
    return List.of(x);
  }

  private static Operand along(
      Translation t, Operand x, Op.Pool.Kind kind, boolean countPadding, boolean ceil, Extent e) {
    if (e.left() >= e.span() || e.right() >= e.span()) {
      throw t.node().broken("pads as many samples as its kernel spans");
    }
    int outputs = e.outputs();
    int overhang = 0;
    if (ceil) {
      // One more output where the windows leave a rest, if it begins inside the input.
      long next = (long) outputs * e.stride();
      long rest = e.length() + (long) e.left() + e.right() - e.span() - (next - e.stride());
      if (rest > 0 && next < e.length() + (long) e.left()) {
        outputs++;
        overhang = (int) (next + e.span() - e.length() - e.left() - e.right());
      }
    }
    int left = e.left();
    int right = e.right();
    boolean counted = countPadding && left + right > 0;
    Operand from = x;
    if (counted && overhang > 0) {
      // Padding counts, what hangs over does not: the padding becomes real zeros.
      Op zeros = new Op.Pad(Op.Pad.Mode.CONSTANT, left, right, 0, e.axis());
      from = t.emit().layer(zeros, Shapes.with(x.shape(), e.axis(), e.length() + left + right), x);
      left = 0;
      right = 0;
      counted = false;
    }
    Op op =
        new Op.Pool(
            kind, e.kernel(), e.stride(), e.dilation(), left, right + overhang, counted, e.axis());
    return t.emit().layer(op, Shapes.with(x.shape(), e.axis(), outputs), from);
  }

  private static List<Operand> global(Translation t, Op.Reduce.Kind kind) {
    Data x = t.signal(0);
    if (x.rank() < 3) {
      throw t.node().broken("pools shape " + Shapes.text(x.shape()) + ", which has no time axis");
    }
    return List.of(t.emit().reduce(kind, IntStream.range(2, x.rank()).toArray(), true, x));
  }
}
