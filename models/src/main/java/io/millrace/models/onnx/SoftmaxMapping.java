/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Softmax and LogSoftmax; before opset 13 over all axes from the given one on, as one. */
final class SoftmaxMapping {
  private SoftmaxMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("Softmax", t -> softmax(t, false));
    table.put("LogSoftmax", t -> softmax(t, true));
  }

  private static List<Operand> softmax(Translation t, boolean log) {
    Data x = t.signal(0);
    if (t.node().opset() >= 13) {
      return List.of(along(t, x, t.axis(t.node().integer("axis", -1), x.rank()), log));
    }
    int axis = t.axis(t.node().integer("axis", 1), x.rank());
    int[] longer = IntStream.range(axis, x.rank()).filter(i -> x.shape()[i] > 1).toArray();
    if (longer.length <= 1) {
      return List.of(along(t, x, longer.length == 0 ? axis : longer[0], log));
    }
    int[] flat = Arrays.copyOf(x.shape(), axis + 1);
    flat[axis] = Shapes.span(x.shape(), axis, x.rank());
    Operand joined = along(t, t.emit().reshape(x, flat), axis, log);
    return List.of(t.emit().reshape(joined, x.shape()));
  }

  private static Operand along(Translation t, Operand x, int axis, boolean log) {
    return t.emit().layer(new Op.Softmax(axis, log), x.shape(), x);
  }
}
