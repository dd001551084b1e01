/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op.Binary;
import io.millrace.models.cnn.net.Op.CumSum;
import io.millrace.models.cnn.net.Op.Reduce.Kind;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.tensor.Activation;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reductions over axes, and running sums. */
final class ReduceMapping {
  private ReduceMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("ReduceMean", t -> List.of(reduce(t, Kind.MEAN, t.operand(0))));
    table.put("ReduceSum", t -> List.of(reduce(t, Kind.SUM, t.operand(0))));
    table.put("ReduceMax", t -> List.of(reduce(t, Kind.MAX, t.operand(0))));
    table.put("ReduceMin", t -> List.of(reduce(t, Kind.MIN, t.operand(0))));
    table.put("ReduceProd", t -> List.of(reduce(t, Kind.PROD, t.operand(0))));
    table.put("ReduceL1", t -> List.of(reduce(t, Kind.L1, t.operand(0))));
    table.put("ReduceL2", t -> List.of(reduce(t, Kind.L2, t.operand(0))));
    table.put("ReduceSumSquare", t -> List.of(reduce(t, Kind.SUM_SQUARE, t.operand(0))));
    table.put(
        "ReduceLogSum",
        t -> List.of(t.emit().unary(Activation.Kind.LOG, reduce(t, Kind.SUM, t.operand(0)))));
    table.put("ReduceLogSumExp", ReduceMapping::logSumExp);
    table.put("CumSum", ReduceMapping::cumSum);
  }

  private static Operand reduce(Translation t, Kind kind, Operand x) {
    return reduce(t, kind, x, t.node().flag("keepdims", true));
  }

  private static Operand reduce(Translation t, Kind kind, Operand x, boolean keep) {
    if (x.integer() && x instanceof Data) {
      throw t.node().unsupported("reduces integers computed from the signal");
    }
    long[] axes = t.longs(1, "axes", "axes");
    if (axes == null || axes.length == 0) {
      if (t.node().flag("noop_with_empty_axes", false)) {
        return x;
      }
      return t.emit().reduce(kind, IntStream.range(0, x.rank()).toArray(), keep, x);
    }
    return t.emit().reduce(kind, t.axes(axes, x.rank()), keep, x);
  }

  /** With the maximum taken out, so that nothing overflows. */
  private static List<Operand> logSumExp(Translation t) {
    Operand x = t.operand(0);
    Emitter emit = t.emit();
    Operand max = reduce(t, Kind.MAX, x, true);
    Operand powers = emit.unary(Activation.Kind.EXP, emit.binary(Binary.Kind.SUB, x, max));
    Operand log = emit.unary(Activation.Kind.LOG, reduce(t, Kind.SUM, powers));
    return List.of(emit.binary(Binary.Kind.ADD, log, emit.reshape(max, log.shape())));
  }

  private static List<Operand> cumSum(Translation t) {
    Data x = t.signal(0);
    int axis = t.axis((long) t.number(1, "axis"), x.rank());
    CumSum op =
        new CumSum(axis, t.node().flag("exclusive", false), t.node().flag("reverse", false));
    return List.of(t.emit().layer(op, x.shape(), x));
  }
}
