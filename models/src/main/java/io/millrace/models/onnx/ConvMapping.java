/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Conv and ConvTranspose along one axis. */
final class ConvMapping {
  private ConvMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("Conv", ConvMapping::conv);
    table.put("ConvTranspose", ConvMapping::convTranspose);
  }

  private static List<Operand> conv(Translation t) {
    Data x = t.signal(0);
    Tensor weight = weight(t, x);
    Extent e = extent(t, x, weight).checked(t.node());
    int groups = groups(t);
    int out = weight.shape()[0];
    int in = x.shape()[1];
    if ((long) weight.shape()[1] * groups != in || out % groups != 0) {
      throw t.node()
          .broken(
              "has weights "
                  + Shapes.text(weight.shape())
                  + " in "
                  + groups
                  + " groups for "
                  + in
                  + " channels");
    }
    int[] shape = Shapes.with(Shapes.with(x.shape(), 1, out), e.axis(), e.outputs());
    int records = x.shape()[0];
    Op op =
        new Op.Conv(
            repeated(t, weight.floats(), records),
            repeated(t, bias(t, out), records),
            records * in,
            records * out,
            e.kernel(),
            e.stride(),
            e.dilation(),
            records * groups,
            e.left(),
            e.right(),
            e.axis());
    Operand y = t.emit().layer(op, joined(shape), t.emit().reshape(x, joined(x.shape())));
    return List.of(t.emit().reshape(y, shape));
  }

  /**
   * With the first axis joined to the channels: where it is not the batch but, say, channels that
   * share one filter, its entries become groups of channels with equal weights.
   */
  private static int[] joined(int[] shape) {
    return Shapes.with(Shapes.with(shape, 1, shape[0] * shape[1]), 0, 1);
  }

  private static float[] repeated(Translation t, float[] values, int times) {
    if (times == 1) {
      return values;
    }
    Tensor once = Tensor.of(new int[] {1, values.length}, values);
    return ((Tensor) t.emit().expand(once, new int[] {times, values.length})).floats();
  }

  private static List<Operand> convTranspose(Translation t) {
    Data x = t.signal(0);
    Tensor weight = weight(t, x);
    Extent e = extent(t, x, weight);
    int groups = groups(t);
    int in = x.shape()[1];
    if (weight.shape()[0] != in || in % groups != 0) {
      throw t.node()
          .broken("has weights " + Shapes.text(weight.shape()) + " for " + in + " channels");
    }
    if (x.shape()[0] != 1) {
      throw t.node()
          .unsupported(
              "is given shape " + Shapes.text(x.shape()) + ", whose first axis is not the batch");
    }
    long out = (long) weight.shape()[1] * groups;
    int at = e.axis() - 2;
    long[] extra = t.node().integers("output_padding");
    int outputPadding =
        extra == null || at >= extra.length
            ? 0
            : t.bounded(extra[at], 0, Integer.MAX_VALUE >> 4, "output_padding");
    long full = (e.length() - 1L) * e.stride() + outputPadding + e.span();
    long[] wanted = t.node().integers("output_shape");
    String auto = t.node().text("auto_pad", "NOTSET");
    if (wanted != null && wanted.length > at) {
      // The list may start with batch and channels.
      e = padded(t, e, full - wanted[wanted.length - (x.rank() - 2) + at], auto);
    } else if (auto.startsWith("SAME")) {
      e = padded(t, e, full - (long) e.length() * e.stride(), auto);
    }
    long outputs = full - e.left() - e.right();
    if (outputs < 1 || outputs > Integer.MAX_VALUE || out > Integer.MAX_VALUE) {
      throw t.node().broken("makes " + out + " channels of " + outputs + " samples");
    }
    Op op =
        new Op.ConvTranspose(
            weight.floats(),
            bias(t, (int) out),
            in,
            (int) out,
            e.kernel(),
            e.stride(),
            e.dilation(),
            groups,
            e.left(),
            e.right(),
            outputPadding,
            e.axis());
    int[] shape = Shapes.with(Shapes.with(x.shape(), 1, (int) out), e.axis(), (int) outputs);
    return List.of(t.emit().layer(op, shape, x));
  }

  private static Extent padded(Translation t, Extent e, long total, String auto) {
    int cut = t.bounded(total, 0, Integer.MAX_VALUE >> 4, "implied padding");
    int less = cut / 2;
    return auto.equals("SAME_UPPER")
        ? e.withPadding(less, cut - less)
        : e.withPadding(cut - less, less);
  }

  private static Tensor weight(Translation t, Data x) {
    Tensor weight = t.constant(1, "weights");
    if (weight.integer() || weight.rank() != x.rank() || weight.size() == 0) {
      throw t.node()
          .broken(
              "has weights "
                  + Shapes.text(weight.shape())
                  + " for an input "
                  + Shapes.text(x.shape()));
    }
    return weight;
  }

  private static Extent extent(Translation t, Data x, Tensor weight) {
    int[] kernel = Arrays.copyOfRange(weight.shape(), 2, weight.rank());
    return Extent.only(t.node(), Extent.read(t, x.shape(), kernel), x.shape());
  }

  private static int groups(Translation t) {
    return t.bounded(t.node().integer("group", 1), 1, Integer.MAX_VALUE, "group");
  }

  private static float[] bias(Translation t, int channels) {
    return t.has(2) ? t.floats(2, "bias", channels) : new float[channels];
  }
}
