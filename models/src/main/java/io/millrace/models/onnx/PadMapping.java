/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pad, along one axis after the other; negative amounts cut. */
final class PadMapping {
  private PadMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("Pad", PadMapping::pad);
  }

  private static List<Operand> pad(Translation t) {
    Data signal = t.signal(0);
    Node node = t.node();
    boolean inputs = node.opset() >= 11;
    long[] pads =
        inputs ? t.longs(1, "pads") : node.integers(node.has("pads") ? "pads" : "paddings");
    float value = inputs ? (t.has(2) ? t.number(2, "value") : 0) : node.number("value", 0);
    int[] axes = IntStream.range(0, signal.rank()).toArray();
    if (t.has(3)) {
      // In the order of the pads, so not sorted.
      long[] given = t.longs(3, "axes");
      t.axes(given, signal.rank());
      axes = Arrays.stream(given).mapToInt(axis -> t.axis(axis, signal.rank())).toArray();
    }
    if (pads == null || pads.length != 2 * axes.length) {
      throw node.broken(
          "has "
              + (pads == null ? 0 : pads.length)
              + " values as pads for "
              + axes.length
              + " axes");
    }
    Op.Pad.Mode mode = mode(node);
    Operand x = signal;
    for (int i = 0; i < axes.length; i++) {
      int before = t.bounded(pads[i], Integer.MIN_VALUE >> 2, Integer.MAX_VALUE >> 2, "pad");
      int after =
          t.bounded(pads[axes.length + i], Integer.MIN_VALUE >> 2, Integer.MAX_VALUE >> 2, "pad");
      x = along(t, x, mode, value, axes[i], before, after);
    }
    return List.of(x);
  }

  private static Operand along(
      Translation t, Operand x, Op.Pad.Mode mode, float value, int axis, int before, int after) {
    Node node = t.node();
    if (before == 0 && after == 0) {
      return x;
    }
    if (axis == 0) {
      throw node.unsupported("pads the batch axis");
    }
    int length = x.shape()[axis];
    int kept = length + Math.min(0, before) + Math.min(0, after);
    if (kept < 1) {
      throw node.broken("cuts all " + length + " elements of axis " + axis);
    }
    Operand cut = t.emit().slice(x, axis, Math.max(0, -before), 1, kept);
    int left = Math.max(0, before);
    int right = Math.max(0, after);
    if (left == 0 && right == 0) {
      return cut;
    }
    int most =
        switch (mode) {
          case REFLECT -> kept - 1;
          case WRAP -> kept;
          default -> Integer.MAX_VALUE;
        };
    if (left > most || right > most) {
      throw node.broken(
          "pads "
              + left
              + " and "
              + right
              + " elements out of only "
              + kept
              + ": window too short?");
    }
    return t.emit()
        .layer(
            new Op.Pad(mode, left, right, value, axis),
            Shapes.with(x.shape(), axis, kept + left + right),
            cut);
  }

  private static Op.Pad.Mode mode(Node node) {
    String mode = node.text("mode", "constant");
    return switch (mode) {
      case "constant" -> Op.Pad.Mode.CONSTANT;
      case "reflect" -> Op.Pad.Mode.REFLECT;
      case "edge" -> Op.Pad.Mode.EDGE;
      case "wrap" -> Op.Pad.Mode.WRAP;
      default -> throw node.broken("has mode " + ModelImportException.quote(mode) + ", unknown");
    };
  }
}
