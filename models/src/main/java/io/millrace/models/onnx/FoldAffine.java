/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import java.util.Arrays;

/**
 * Folds constant factors and summands per channel into the convolution or dense layer before them,
 * where nothing else reads it: batch normalisation, biases, scaled weights.
 */
final class FoldAffine implements Pass {
  private final Budget budget;

  FoldAffine(Budget budget) {
    this.budget = budget;
  }

  @Override
  public void visit(Layer layer, Draft draft, int[] uses) {
    for (int i = 0; i < layer.inputs().size(); i++) {
      Layer producer = draft.producer(layer.input(i));
      if (producer != null && uses[producer.output()] == 1) {
        Op folded = fold(producer, layer, i, draft);
        if (folded != null) {
          draft.absorb(producer, folded, layer.output());
          return;
        }
      }
    }
    draft.append(layer);
  }

  /** The producer's operation with the layer's effect, or null. */
  private Op fold(Layer producer, Layer layer, int operand, Draft draft) {
    Value product = draft.value(producer.output());
    int channelAxis = producer.op() instanceof Op.Linear ? product.rank() - 1 : 1;
    boolean sized = Arrays.equals(product.shape(), draft.value(layer.output()).shape());
    if (!weighted(producer.op()) || !sized || product.rank() < 2) {
      return null;
    }
    int channels = product.shape()[channelAxis];
    if (layer.op() instanceof Op.Affine affine) {
      if (affine.axis() != channelAxis) {
        return null;
      }
      return scaled(producer.op(), affine.scale(), affine.shift());
    }
    if (!(layer.op() instanceof Op.Binary binary)) {
      return null;
    }
    float[] numbers =
        perChannel(draft.value(layer.input(1 - operand)), product.rank(), channelAxis, channels);
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    if (numbers == null || !affine(binary.kind(), operand == 0, numbers, scale, shift)) {
      return null;
    }
    return scaled(producer.op(), scale, shift);
  }

  private static boolean weighted(Op op) {
    return op instanceof Op.Conv || op instanceof Op.ConvTranspose || op instanceof Op.Linear;
  }

  /** A constant's value for each channel, or null if it differs within one. */
  private static float[] perChannel(Value value, int rank, int axis, int channels) {
    if (!value.isConstant()) {
      return null;
    }
    for (int i = 0; i < value.rank(); i++) {
      if (value.shape()[i] != 1 && i + rank - value.rank() != axis) {
        return null;
      }
    }
    float[] numbers = new float[channels];
    float[] given = value.constant();
    for (int c = 0; c < channels; c++) {
      numbers[c] = given[given.length == 1 ? 0 : c];
    }
    return numbers;
  }

  /** Whether the function of x and the numbers is scale x + shift. */
  private static boolean affine(
      Op.Binary.Kind kind, boolean left, float[] numbers, float[] scale, float[] shift) {
    Arrays.fill(scale, 1);
    for (int c = 0; c < numbers.length; c++) {
      switch (kind) {
        case ADD -> shift[c] = numbers[c];
        case SUB -> {
          shift[c] = left ? -numbers[c] : numbers[c];
          scale[c] = left ? 1 : -1;
        }
        case MUL -> scale[c] = numbers[c];
        case DIV -> scale[c] = left ? 1 / numbers[c] : Float.NaN;
        default -> {
          return false;
        }
      }
      if (!Float.isFinite(scale[c]) || !Float.isFinite(shift[c])) {
        return false;
      }
    }
    return true;
  }

  private Op scaled(Op op, float[] scale, float[] shift) {
    if (op instanceof Op.Conv c) {
      int run = c.weight().length / c.outChannels();
      return new Op.Conv(
          weights(c.weight(), i -> scale[i / run]),
          bias(c.bias(), scale, shift),
          c.inChannels(),
          c.outChannels(),
          c.kernel(),
          c.stride(),
          c.dilation(),
          c.groups(),
          c.padLeft(),
          c.padRight(),
          c.axis());
    }
    if (op instanceof Op.ConvTranspose c) {
      int groupIn = c.inChannels() / c.groups();
      int groupOut = c.outChannels() / c.groups();
      int kernel = c.kernel();
      return new Op.ConvTranspose(
          weights(
              c.weight(),
              i -> scale[i / (kernel * groupOut) / groupIn * groupOut + i / kernel % groupOut]),
          bias(c.bias(), scale, shift),
          c.inChannels(),
          c.outChannels(),
          kernel,
          c.stride(),
          c.dilation(),
          c.groups(),
          c.padLeft(),
          c.padRight(),
          c.outputPadding(),
          c.axis());
    }
    Op.Linear linear = (Op.Linear) op;
    return new Op.Linear(
        weights(linear.weight(), i -> scale[i % linear.out()]),
        bias(linear.bias(), scale, shift),
        linear.in(),
        linear.out());
  }

  /** The factor of a weight. */
  private interface Factor {
    float at(int index);
  }

  private float[] weights(float[] weight, Factor factor) {
    budget.floats(weight.length);
    float[] scaled = new float[weight.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = weight[i] * factor.at(i);
    }
    return scaled;
  }

  private static float[] bias(float[] bias, float[] scale, float[] shift) {
    float[] scaled = new float[bias.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = bias[i] * scale[i] + shift[i];
    }
    return scaled;
  }
}
