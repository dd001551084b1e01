/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.tensor.Activation;
import java.util.Arrays;
import java.util.List;

/**
 * Recognises layer normalisation as it was written before opset 17, (x - mean(x)) / sqrt(mean((x -
 * mean(x))²) + ε), and takes in the scale and shift that follow it.
 */
final class FuseLayerNorm implements Pass {
  private final Budget budget;

  FuseLayerNorm(Budget budget) {
    this.budget = budget;
  }

  @Override
  public void visit(Layer layer, Draft draft, int[] uses) {
    if (layer.op() instanceof Op.Binary binary
        && (normalises(layer, binary, draft) || scales(layer, binary, draft, uses))) {
      return;
    }
    draft.append(layer);
  }

  private boolean normalises(Layer layer, Op.Binary binary, Draft draft) {
    if (binary.kind() != Op.Binary.Kind.DIV) {
      return false;
    }
    int centred = layer.input(0);
    Layer difference = Pattern.binary(draft, centred, Op.Binary.Kind.SUB);
    Layer root = Pattern.unary(draft, layer.input(1), Activation.Kind.SQRT);
    if (difference == null || root == null) {
      return false;
    }
    Layer sum = Pattern.binary(draft, root.input(0), Op.Binary.Kind.ADD);
    int axis = meanAxis(draft, difference.input(1), difference.input(0));
    if (sum == null || axis < 0) {
      return false;
    }
    int constant = Float.isNaN(Pattern.scalar(draft, sum.input(1))) ? 0 : 1;
    float epsilon = Pattern.scalar(draft, sum.input(constant));
    Layer variance = draft.producer(sum.input(1 - constant));
    if (variance == null
        || Float.isNaN(epsilon)
        || meanAxis(draft, variance.output(), variance.input(0)) != axis
        || !squares(draft, variance.input(0), centred)) {
      return false;
    }
    int[] shape = draft.value(difference.input(0)).shape();
    int size = Shapes.span(shape, axis, shape.length);
    budget.floats(2L * size);
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    Op op = new Op.LayerNorm(axis, ones, new float[size], epsilon);
    draft.append(
        new Layer(
            layer.name(), "LayerNormalization", op, List.of(difference.input(0)), layer.output()));
    return true;
  }

  /** The first axis of a mean over the last axes of {@code source}, or -1. */
  private static int meanAxis(Draft draft, int id, int source) {
    Layer layer = draft.producer(id);
    if (layer == null
        || !(layer.op() instanceof Op.Reduce mean)
        || mean.kind() != Op.Reduce.Kind.MEAN
        || !mean.keepAxes()
        || layer.input(0) != source) {
      return -1;
    }
    int rank = draft.value(source).rank();
    int first = rank - mean.axes().size();
    for (int i = 0; i < mean.axes().size(); i++) {
      if (mean.axes().get(i) != first + i) {
        return -1;
      }
    }
    return first;
  }

  private static boolean squares(Draft draft, int id, int source) {
    Layer power = Pattern.binary(draft, id, Op.Binary.Kind.POW);
    if (power != null) {
      return power.input(0) == source && Pattern.is(draft, power.input(1), 2);
    }
    Layer product = Pattern.binary(draft, id, Op.Binary.Kind.MUL);
    return product != null && product.input(0) == source && product.input(1) == source;
  }

  /** Takes a constant factor or summand into the normalisation before it. */
  private boolean scales(Layer layer, Op.Binary binary, Draft draft, int[] uses) {
    int constant = draft.value(layer.input(0)).isConstant() ? 0 : 1;
    Layer producer = draft.producer(layer.input(1 - constant));
    Value value = draft.value(layer.input(constant));
    boolean known = binary.kind() == Op.Binary.Kind.MUL || binary.kind() == Op.Binary.Kind.ADD;
    if (!known
        || !value.isConstant()
        || producer == null
        || !(producer.op() instanceof Op.LayerNorm norm)
        || uses[producer.output()] != 1) {
      return false;
    }
    int[] shape = draft.value(producer.output()).shape();
    int[] block = Arrays.copyOfRange(shape, norm.axis(), shape.length);
    int[] joint = value.rank() > block.length ? null : Shapes.broadcast(value.shape(), block);
    if (!Arrays.equals(joint, block)) {
      return false;
    }
    budget.floats(2L * norm.scale().length);
    float[] scale = norm.scale().clone();
    float[] shift = norm.shift().clone();
    TensorLayout.Walk walk = new TensorLayout.Walk(block, Shapes.strides(value.shape(), block));
    for (int i = 0; i < scale.length; i++) {
      float number = value.constant()[walk.offset()];
      if (binary.kind() == Op.Binary.Kind.MUL) {
        scale[i] *= number;
        shift[i] *= number;
      } else {
        shift[i] += number;
      }
      walk.next();
    }
    Op op = new Op.LayerNorm(norm.axis(), scale, shift, norm.epsilon());
    draft.absorb(producer, op, layer.output());
    return true;
  }
}
