/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.onnx.Operand.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Parts of tensors, and tensors of parts. */
final class SelectMapping {
  private SelectMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("Slice", SelectMapping::slice);
    table.put("Gather", SelectMapping::gather);
    table.put("Split", SelectMapping::split);
    table.put("Concat", SelectMapping::concat);
  }

  private static List<Operand> slice(Translation t) {
    Operand x = t.operand(0);
    boolean inputs = t.node().opset() >= 10;
    long[] starts = inputs ? t.longs(1, "starts") : t.node().integers("starts");
    long[] ends = inputs ? t.longs(2, "ends") : t.node().integers("ends");
    long[] axes = inputs ? t.longs(3, "", "axes") : t.node().integers("axes");
    long[] steps = inputs && t.has(4) ? t.longs(4, "steps") : null;
    if (starts == null || ends == null || starts.length != ends.length) {
      throw t.node().broken("has starts and ends of different length");
    }
    if (axes == null) {
      axes = IntStream.range(0, starts.length).mapToLong(i -> i).toArray();
    }
    t.axes(axes, x.rank());
    if (axes.length != starts.length || (steps != null && steps.length != starts.length)) {
      throw t.node().broken("has starts, axes and steps of different length");
    }
    for (int i = 0; i < starts.length; i++) {
      x = along(t, x, t.axis(axes[i], x.rank()), starts[i], ends[i], steps == null ? 1 : steps[i]);
    }
    return List.of(x);
  }

  /** Python's rules: negative positions count from the end, positions outside are clamped. */
  private static Operand along(
      Translation t, Operand x, int axis, long start, long end, long step) {
    int length = x.shape()[axis];
    if (step == 0) {
      throw t.node().broken("has step 0");
    }
    long from = start < 0 ? Math.max(start, -(long) length - 1) + length : start;
    long to = end < 0 ? Math.max(end, -(long) length - 1) + length : end;
    long least = step > 0 ? 0 : -1;
    long most = step > 0 ? length : length - 1L;
    from = Math.max(least, Math.min(most, from));
    to = Math.max(least, Math.min(most, to));
    long stride = Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, step));
    long count =
        stride > 0 ? (to - from + stride - 1) / stride : (from - to - stride - 1) / -stride;
    return t.emit()
        .slice(x, axis, (int) from, (int) stride, (int) Math.max(0, Math.min(length, count)));
  }

  private static List<Operand> gather(Translation t) {
    Operand x = t.operand(0);
    int axis = t.axis(t.node().integer("axis", 0), x.rank());
    Tensor which = t.constant(1, "indices");
    long[] given = t.longs(1, "indices");
    if (given.length > Emitter.MOST_INDICES) {
      throw t.node()
          .tooLarge("selects " + given.length + " elements, at most " + Emitter.MOST_INDICES);
    }
    int length = x.shape()[axis];
    int[] indices = new int[given.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = t.bounded(given[i], -(long) length, length - 1L, "index");
      indices[i] += indices[i] < 0 ? length : 0;
    }
    Operand selected = t.emit().gather(x, axis, indices);
    int[] shape = new int[x.rank() - 1 + which.rank()];
    System.arraycopy(x.shape(), 0, shape, 0, axis);
    System.arraycopy(which.shape(), 0, shape, axis, which.rank());
    System.arraycopy(x.shape(), axis + 1, shape, axis + which.rank(), x.rank() - axis - 1);
    return List.of(t.emit().reshape(selected, shape));
  }

  private static List<Operand> split(Translation t) {
    Operand x = t.operand(0);
    int axis = t.axis(t.node().integer("axis", 0), x.rank());
    int length = x.shape()[axis];
    long[] given = t.longs(1, "split", "split");
    int parts = given == null ? t.node().outputs() : given.length;
    if (parts < 1 || parts < t.node().outputs()) {
      throw t.node().broken("splits into " + parts + " parts");
    }
    int[] sizes = new int[parts];
    int chunk = (int) ((length + parts - 1L) / parts);
    for (int i = 0; i < parts; i++) {
      long even = Math.max(0, Math.min(chunk, length - (long) i * chunk));
      sizes[i] = t.bounded(given == null ? even : given[i], 0, length, "split");
    }
    if (Arrays.stream(sizes).asLongStream().sum() != length) {
      throw t.node().broken("splits " + length + " elements into other than all of them");
    }
    List<Operand> results = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < t.node().outputs(); i++) {
      // An output without a name is not wanted; it keeps the others in their places.
      results.add(t.node().output(i).isEmpty() ? x : t.emit().slice(x, axis, start, 1, sizes[i]));
      start += sizes[i];
    }
    return results;
  }

  private static List<Operand> concat(Translation t) {
    List<Operand> parts = t.all();
    return List.of(
        t.emit().concat(t.axis(t.node().integer("axis", 1), parts.get(0).rank()), parts));
  }
}
