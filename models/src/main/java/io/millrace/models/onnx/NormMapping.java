/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Normalisations with constant parameters. */
final class NormMapping {
  private static final float EPSILON = 1e-5f;

  private NormMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("BatchNormalization", NormMapping::batch);
    table.put("LayerNormalization", NormMapping::layer);
    table.put("InstanceNormalization", NormMapping::instance);
    table.put("GroupNormalization", NormMapping::group);
  }

  private static List<Operand> batch(Translation t) {
    Data x = t.signal(0);
    Node node = t.node();
    boolean training =
        node.flag("training_mode", false) || (node.opset() < 7 && !node.flag("is_test", false));
    if (training || !node.flag("spatial", true)) {
      throw node.unsupported(
          "computes its statistics from the batch: export the model in evaluation mode");
    }
    int channels = channels(node, x);
    float[] scale = t.floats(1, "scale", channels).clone();
    float[] shift = t.floats(2, "bias", channels).clone();
    float[] mean = t.floats(3, "mean", channels);
    float[] variance = t.floats(4, "variance", channels);
    float epsilon = node.number("epsilon", EPSILON);
    for (int c = 0; c < channels; c++) {
      double factor = scale[c] / Math.sqrt((double) variance[c] + epsilon);
      scale[c] = (float) factor;
      shift[c] = (float) (shift[c] - mean[c] * factor);
    }
    return List.of(t.emit().layer(new Op.Affine(scale, shift, 1), x.shape(), x));
  }

  private static List<Operand> layer(Translation t) {
    Data x = t.signal(0);
    int axis = t.axis(t.node().integer("axis", -1), x.rank());
    int[] block = Arrays.copyOfRange(x.shape(), axis, x.rank());
    float[] scale = block(t, 1, "scale", block, 1);
    float[] shift = block(t, 2, "bias", block, 0);
    Op op = new Op.LayerNorm(axis, scale, shift, t.node().number("epsilon", EPSILON));
    return List.of(t.emit().layer(op, x.shape(), x));
  }

  /** Parameters of the normalised block, repeated where they are broadcast. */
  private static float[] block(Translation t, int index, String what, int[] block, float absent) {
    Tensor given = t.has(index) ? t.constant(index, what) : Tensor.of(new int[0], absent);
    if (given.integer() || !Arrays.equals(Shapes.broadcast(given.shape(), block), block)) {
      throw t.node()
          .broken(
              "has "
                  + what
                  + " of shape "
                  + Shapes.text(given.shape())
                  + " for "
                  + Shapes.text(block));
    }
    return ((Tensor) t.emit().expand(given, block)).floats();
  }

  private static List<Operand> instance(Translation t) {
    Data x = t.signal(0);
    int channels = channels(t.node(), x);
    Op op =
        new Op.InstanceNorm(
            t.floats(1, "scale", channels),
            t.floats(2, "bias", channels),
            t.node().number("epsilon", EPSILON));
    return List.of(t.emit().layer(op, x.shape(), x));
  }

  /** Groups become the channels of an instance normalisation, then channels are scaled. */
  private static List<Operand> group(Translation t) {
    Data x = t.signal(0);
    int channels = channels(t.node(), x);
    int groups = t.bounded(t.node().integer("num_groups", 0), 1, channels, "num_groups");
    int elements = (int) Shapes.size(x.shape());
    if (x.shape()[0] != 1) {
      throw t.node()
          .unsupported(
              "normalises shape " + Shapes.text(x.shape()) + ", whose first axis is not the batch");
    }
    if (channels % groups != 0) {
      throw t.node().broken("splits " + channels + " channels into " + groups + " groups");
    }
    Operand grouped = t.emit().reshape(x, new int[] {1, groups, elements / groups});
    Op norm =
        new Op.InstanceNorm(
            repeated(t, 1, groups), repeated(t, 0, groups), t.node().number("epsilon", EPSILON));
    Operand normal = t.emit().layer(norm, grouped.shape(), grouped);
    Op affine =
        new Op.Affine(
            perChannel(t, 1, "scale", channels, groups),
            perChannel(t, 2, "bias", channels, groups),
            1);
    return List.of(t.emit().layer(affine, x.shape(), t.emit().reshape(normal, x.shape())));
  }

  /** One value per channel, or per group as in opset 18. */
  private static float[] perChannel(
      Translation t, int index, String what, int channels, int groups) {
    float[] given = t.floats(index, what);
    if (given.length == channels) {
      return given;
    }
    if (given.length != groups) {
      throw t.node().broken("has " + given.length + " values as " + what);
    }
    float[] repeated = repeated(t, 0, channels);
    for (int c = 0; c < channels; c++) {
      repeated[c] = given[c / (channels / groups)];
    }
    return repeated;
  }

  private static float[] repeated(Translation t, float value, int count) {
    return ((Tensor) t.emit().expand(Tensor.of(new int[0], value), new int[] {count})).floats();
  }

  private static int channels(Node node, Data x) {
    if (x.rank() < 2) {
      throw node.broken("normalises shape " + Shapes.text(x.shape()) + ", which has no channels");
    }
    return x.shape()[1];
  }
}
