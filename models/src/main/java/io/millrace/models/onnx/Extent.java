/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * How a kernel slides along one axis.
 *
 * @param left padded elements before the axis; automatic padding is resolved
 */
record Extent(int axis, int length, int kernel, int stride, int dilation, int left, int right) {
  private static final int LONGEST = 1 << 28;

  /** Samples that the kernel spans. */
  long span() {
    return (kernel - 1L) * dilation + 1;
  }

  /** Output positions where the last window must fit. */
  int outputs() {
    return (int) ((length + (long) left + right - span()) / stride) + 1;
  }

  /** Whether the axis comes out as it went in. */
  boolean trivial() {
    return kernel == 1 && left == 0 && right == 0 && (stride == 1 || length == 1);
  }

  Extent withPadding(int before, int after) {
    return new Extent(axis, length, kernel, stride, dilation, before, after);
  }

  /**
   * The extents of all spatial axes, from axis 2 on.
   *
   * @param kernel lengths of the weight tensor; null to read kernel_shape
   */
  static List<Extent> read(Translation t, int[] shape, int[] kernel) {
    Node node = t.node();
    int axes = shape.length - 2;
    if (axes < 1) {
      throw node.broken("slides over shape " + Shapes.text(shape) + ", which has no time axis");
    }
    long[] sizes = node.integers("kernel_shape");
    if (sizes == null && kernel == null) {
      throw node.broken("has no kernel_shape");
    }
    int[] kernels = values(t, sizes, axes, "kernel_shape", 1, 1);
    for (int i = 0; kernel != null && i < axes; i++) {
      if (sizes != null && kernels[i] != kernel[i]) {
        throw node.broken("has kernel_shape " + kernels[i] + " but weights of length " + kernel[i]);
      }
      kernels[i] = kernel[i];
    }
    int[] strides = values(t, node.integers("strides"), axes, "strides", 1, 1);
    int[] dilations = values(t, node.integers("dilations"), axes, "dilations", 1, 1);
    int[] pads = values(t, node.integers("pads"), 2 * axes, "pads", 0, 0);
    String auto = node.text("auto_pad", "NOTSET");
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      Extent free =
          new Extent(
              i + 2, shape[i + 2], kernels[i], strides[i], dilations[i], pads[i], pads[i + axes]);
      extents.add(free.padded(node, auto));
    }
    return extents;
  }

  private Extent padded(Node node, String auto) {
    if (span() > LONGEST) {
      throw node.tooLarge("has a kernel that spans " + span() + " samples");
    }
    return switch (auto) {
      case "", "NOTSET" -> this;
      case "VALID" -> withPadding(0, 0);
      case "SAME_UPPER", "SAME_LOWER" -> {
        long outputs = (length + stride - 1L) / stride;
        int total = (int) Math.max(0, (outputs - 1) * stride + span() - length);
        int less = total / 2;
        yield auto.equals("SAME_UPPER")
            ? withPadding(less, total - less)
            : withPadding(total - less, less);
      }
      default ->
          throw node.broken("has auto_pad " + ModelImportException.quote(auto) + ", unknown");
    };
  }

  /** This extent, if at least one window fits. */
  Extent checked(Node node) {
    if (span() > length + (long) left + right) {
      throw node.broken(
          "spans "
              + span()
              + " samples but its padded input has "
              + (length + (long) left + right)
              + ": is the window too short?");
    }
    return this;
  }

  private static int[] values(
      Translation t, long[] given, int count, String what, int absent, int least) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      if (given != null && given.length != count) {
        throw t.node().broken("has " + given.length + " values as " + what + ", not " + count);
      }
      values[i] = given == null ? absent : t.bounded(given[i], least, LONGEST, what);
    }
    return values;
  }

  /** The single axis along which a convolution may work; all others have length one. */
  static Extent only(Node node, List<Extent> extents, int[] shape) {
    Extent chosen = null;
    for (Extent extent : extents) {
      boolean flat = extent.length() == 1 && extent.trivial();
      if (!flat && chosen != null) {
        throw node.unsupported(
            "is two-dimensional: over shape "
                + Shapes.text(shape)
                + " only one axis may be longer than 1 and have a kernel longer than 1;"
                + " 1-D networks alone can be streamed");
      }
      chosen = flat ? chosen : extent;
    }
    return chosen == null ? extents.get(extents.size() - 1) : chosen;
  }
}
