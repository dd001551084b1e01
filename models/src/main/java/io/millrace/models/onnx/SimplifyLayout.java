/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Op;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Joins successive reshapes and transpositions, and drops those that change nothing. */
final class SimplifyLayout implements Pass {
  @Override
  public void visit(Layer layer, Draft draft, int[] uses) {
    if (layer.op() instanceof Op.Transpose transpose) {
      transpose(layer, transpose, draft);
    } else if (layer.op() instanceof Op.Reshape) {
      reshape(layer, draft);
    } else {
      draft.append(layer);
    }
  }

  private static void reshape(Layer layer, Draft draft) {
    int source = layer.input(0);
    Layer producer = draft.producer(source);
    if (producer != null && producer.op() instanceof Op.Reshape) {
      source = producer.input(0);
    }
    if (Arrays.equals(draft.value(source).shape(), draft.value(layer.output()).shape())) {
      draft.alias(layer.output(), source);
    } else {
      draft.append(Draft.with(layer, new Op.Reshape(), List.of(source)));
    }
  }

  private static void transpose(Layer layer, Op.Transpose op, Draft draft) {
    int source = layer.input(0);
    List<Integer> perm = op.perm();
    Layer producer = draft.producer(source);
    if (producer != null && producer.op() instanceof Op.Transpose first) {
      source = producer.input(0);
      perm = perm.stream().map(axis -> first.perm().get(axis)).toList();
    }
    if (keepsOrder(perm, draft.value(source).shape())) {
      reshape(Draft.with(layer, new Op.Reshape(), List.of(source)), draft);
    } else {
      draft.append(Draft.with(layer, new Op.Transpose(perm), List.of(source)));
    }
  }

  /** Whether only axes of length one change their places. */
  private static boolean keepsOrder(List<Integer> perm, int[] shape) {
    int[] moved = perm.stream().mapToInt(axis -> axis).filter(axis -> shape[axis] > 1).toArray();
    return IntStream.range(1, moved.length).allMatch(i -> moved[i - 1] < moved[i]);
  }
}
