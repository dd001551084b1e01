/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import java.util.List;
import java.util.Map;

/** Resize and Upsample by integer factors. */
final class ResizeMapping {
  private ResizeMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("Resize", ResizeMapping::resize);
    table.put("Upsample", ResizeMapping::upsample);
  }

  private static List<Operand> upsample(Translation t) {
    float[] scales = t.node().opset() >= 9 ? t.floats(1, "scales") : t.node().numbers("scales");
    return List.of(scaled(t, scales, null, "asymmetric", "floor"));
  }

  private static List<Operand> resize(Translation t) {
    Node node = t.node();
    if (node.opset() < 11) {
      return List.of(scaled(t, t.floats(1, "scales"), null, "asymmetric", "floor"));
    }
    if (node.has("axes")
        || node.flag("antialias", false)
        || !node.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw node.unsupported("names axes, smooths or keeps a ratio: export it with plain scales");
    }
    float[] scales = t.has(2) ? t.floats(2, "scales") : new float[0];
    long[] sizes = scales.length == 0 ? t.longs(3, "sizes") : null;
    return List.of(
        scaled(
            t,
            scales,
            sizes,
            node.text("coordinate_transformation_mode", "half_pixel"),
            node.text("nearest_mode", "round_prefer_floor")));
  }

  private static Operand scaled(
      Translation t, float[] scales, long[] sizes, String coordinates, String rounding) {
    Data x = t.signal(0);
    int given = sizes != null ? sizes.length : scales == null ? 0 : scales.length;
    if (given != x.rank()) {
      throw t.node().broken("has " + given + " scales or sizes for " + x.rank() + " axes");
    }
    Operand result = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int length = x.shape()[axis];
      double scale = sizes != null ? (double) sizes[axis] / length : scales[axis];
      double longer = Math.floor(length * scale);
      if (!(longer >= 1 && longer <= Integer.MAX_VALUE)) {
        throw t.node().broken("scales axis " + axis + " by " + scale);
      }
      if (scale != 1) {
        result = along(t, result, axis, scale, (int) longer, coordinates, rounding);
      }
    }
    return result;
  }

  private static Operand along(
      Translation t,
      Operand x,
      int axis,
      double scale,
      int longer,
      String coordinates,
      String rounding) {
    int factor = (int) scale;
    int length = x.shape()[axis];
    if (factor < 2 || factor != scale || longer != (long) length * factor) {
      throw t.node()
          .unsupported("scales axis " + axis + " by " + scale + ": only integer factors stream");
    }
    String mode = t.node().text("mode", "nearest");
    boolean centred =
        coordinates.equals("half_pixel")
            || coordinates.equals("pytorch_half_pixel")
            || coordinates.equals("half_pixel_symmetric");
    if (mode.equals("linear") && centred) {
      return layer(t, x, axis, Op.Resize.Mode.LINEAR, factor, longer);
    }
    boolean asymmetric = coordinates.equals("asymmetric");
    if (!mode.equals("nearest") || !(centred || asymmetric)) {
      throw t.node()
          .unsupported(
              "interpolates with mode "
                  + ModelImportException.quote(mode)
                  + " and coordinates "
                  + ModelImportException.quote(coordinates)
                  + ": use nearest, or linear with half_pixel");
    }
    // Positions repeat with the factor, so the first ones decide for all.
    int[] shifts = new int[factor];
    boolean plain = true;
    for (int i = 0; i < factor; i++) {
      double position = asymmetric ? i / scale : (i + 0.5) / scale - 0.5;
      shifts[i] = round(t, position, rounding);
      plain &= shifts[i] == 0;
    }
    if (plain) {
      return layer(t, x, axis, Op.Resize.Mode.NEAREST, factor, longer);
    }
    int[] indices = new int[t.bounded(longer, 1, 1 << 20, "resized length")];
    for (int i = 0; i < longer; i++) {
      indices[i] = Math.max(0, Math.min(length - 1, i / factor + shifts[i % factor]));
    }
    return t.emit().gather(x, axis, indices);
  }

  private static int round(Translation t, double position, String rounding) {
    return (int)
        switch (rounding) {
          case "floor" -> Math.floor(position);
          case "ceil" -> Math.ceil(position);
          case "round_prefer_floor" -> Math.ceil(position - 0.5);
          case "round_prefer_ceil" -> Math.floor(position + 0.5);
          default ->
              throw t.node()
                  .broken("has nearest_mode " + ModelImportException.quote(rounding) + ", unknown");
        };
  }

  private static Operand layer(
      Translation t, Operand x, int axis, Op.Resize.Mode mode, int factor, int longer) {
    return t.emit()
        .layer(new Op.Resize(mode, factor, axis), Shapes.with(x.shape(), axis, longer), x);
  }
}
