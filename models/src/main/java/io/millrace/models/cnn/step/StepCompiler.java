/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Turns layers into steps. Most layers work along one axis and do not care in which order the axes
 * lie: those go on with rows of channels where that is what they get ({@link Layouts}).
 */
final class StepCompiler {
  private final Network network;
  private final List<Layer> layers;
  private final Kernels kernels;
  private final Set<Integer> channelsLastInputs;
  private final List<Step> steps = new ArrayList<>();
  private final Layouts layouts;

  StepCompiler(
      Network network, List<Layer> layers, Kernels kernels, Set<Integer> channelsLastInputs) {
    this.network = network;
    this.layers = layers;
    this.kernels = kernels;
    this.channelsLastInputs = channelsLastInputs;
    layouts = new Layouts(network, steps);
  }

  Program compile() {
    Map<Integer, Integer> visible = new HashMap<>();
    for (int id : outside()) {
      if (channelsLastInputs.contains(id)) {
        layouts.newChannelsLast(id);
      } else {
        layouts.newRowMajor(id);
      }
      visible.put(id, layouts.slot(id));
    }
    for (Layer layer : layers) {
      compile(layer);
    }
    for (int id : results()) {
      visible.put(id, layouts.rowMajor(id).slot());
    }
    return new Program(List.copyOf(steps), layouts.slots(), visible);
  }

  /** Values that are read but not computed here, each once. */
  private Set<Integer> outside() {
    Set<Integer> computed = new HashSet<>();
    Set<Integer> outside = new HashSet<>();
    for (Layer layer : layers) {
      for (int id : layer.inputs()) {
        if (!network.value(id).isConstant() && !computed.contains(id)) {
          outside.add(id);
        }
      }
      computed.add(layer.output());
      if (outside.contains(layer.output())) {
        throw new IllegalArgumentException(
            layer.describe() + " computes a value that an earlier layer reads");
      }
    }
    return outside;
  }

  private Set<Integer> results() {
    Set<Integer> results = new HashSet<>();
    Set<Integer> readHere = new HashSet<>();
    layers.forEach(layer -> readHere.addAll(layer.inputs()));
    Set<Integer> readElsewhere = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (!layers.contains(layer)) {
        readElsewhere.addAll(layer.inputs());
      }
    }
    for (Layer layer : layers) {
      int id = layer.output();
      if (!readHere.contains(id) || readElsewhere.contains(id) || id == network.output()) {
        results.add(id);
      }
    }
    return results;
  }

  private void compile(Layer layer) {
    Op op = layer.op();
    int in = layer.input(0);
    int out = layer.output();
    if (op instanceof Op.Conv conv) {
      Tensor from = layouts.channelsLast(in);
      steps.add(new ConvStep(conv, from, layouts.newChannelsLast(out), layouts, kernels));
    } else if (op instanceof Op.ConvTranspose conv) {
      Tensor from = layouts.channelsLast(in);
      steps.add(new ConvTransposeStep(conv, from, layouts.newChannelsLast(out), layouts, kernels));
    } else if (op instanceof Op.Pool pool) {
      compilePool(pool, in, out);
    } else if (op instanceof Op.Binary binary) {
      compileBinary(binary, in, layer.input(1), out);
    } else if (op instanceof Op.Linear linear) {
      compileLinear(linear, in, out);
    } else if (op instanceof Op.MatMul) {
      Tensor a = layouts.rowMajor(in);
      Tensor b = layouts.rowMajor(layer.input(1));
      steps.add(new MatMulStep(a, b, layouts.newRowMajor(out), kernels));
    } else if (op instanceof Op.Concat concat) {
      compileConcat(concat, layer.inputs(), out);
    } else if (op instanceof Op.Transpose transpose) {
      compileTranspose(transpose, in, out);
    } else if (op instanceof Op.Reshape) {
      compileReshape(in, out);
    } else if (op instanceof Op.Expand) {
      Tensor from = layouts.rowMajor(in);
      int[] sources = Moves.broadcast(from.shape(), layouts.shape(out));
      steps.add(new MoveStep(from, layouts.newRowMajor(out), sources, 0));
    } else if (op instanceof Op.LayerNorm norm) {
      Tensor from = layouts.rowMajor(in);
      int block = norm.scale().length;
      steps.add(
          new NormStep(
              from,
              layouts.newRowMajor(out),
              block,
              false,
              norm.scale(),
              norm.shift(),
              norm.epsilon()));
    } else if (op instanceof Op.InstanceNorm norm) {
      Tensor from = layouts.rowMajor(in);
      steps.add(
          new NormStep(
              from,
              layouts.newRowMajor(out),
              from.size() / norm.scale().length,
              true,
              norm.scale(),
              norm.shift(),
              norm.epsilon()));
    } else if (op instanceof Op.Reduce reduce) {
      compileReduce(reduce, in, out);
    } else if (op instanceof Op.Recurrent recurrent) {
      Tensor from = layouts.rowMajor(in);
      steps.add(new RecurrentStep(recurrent, from, layouts.newRowMajor(out), layouts, kernels));
    } else {
      compileAlongAxis(op, in, out);
    }
  }

  /** Layers that keep the order of the axes that they find. */
  private void compileAlongAxis(Op op, int in, int out) {
    boolean last = layouts.onlyChannelsLast(in);
    Tensor from = last ? layouts.channelsLast(in) : layouts.rowMajor(in);
    Tensor to = last ? layouts.newChannelsLast(out) : layouts.newRowMajor(out);
    if (op instanceof Op.Unary unary) {
      steps.add(new UnaryStep(from, to, unary.function(), kernels));
    } else if (op instanceof Op.Affine affine) {
      int axis = axis(affine.axis(), from, last);
      steps.add(new AffineStep(from, to, axis, affine.scale(), affine.shift()));
    } else if (op instanceof Op.Softmax softmax) {
      int axis = axis(softmax.axis(), from, last);
      steps.add(new SoftmaxStep(from, to, axis, softmax.log(), layouts, kernels));
    } else if (op instanceof Op.CumSum sum) {
      steps.add(new CumSumStep(sum, from, to, axis(sum.axis(), from, last)));
    } else if (op instanceof Op.Slice slice) {
      int axis = axis(slice.axis(), from, last);
      int[] sources =
          Moves.alongAxis(from.shape(), to.shape(), axis, i -> slice.start() + i * slice.step());
      steps.add(new MoveStep(from, to, sources, 0));
    } else if (op instanceof Op.Gather gather) {
      int axis = axis(gather.axis(), from, last);
      int[] sources = Moves.alongAxis(from.shape(), to.shape(), axis, i -> gather.indices().get(i));
      steps.add(new MoveStep(from, to, sources, 0));
    } else if (op instanceof Op.Pad pad) {
      int axis = axis(pad.axis(), from, last);
      int length = from.shape()[axis];
      int[] sources =
          Moves.alongAxis(from.shape(), to.shape(), axis, i -> Moves.unpadded(pad, i, length));
      steps.add(new MoveStep(from, to, sources, pad.value()));
    } else if (op instanceof Op.Resize resize) {
      int axis = axis(resize.axis(), from, last);
      if (resize.mode() == Op.Resize.Mode.LINEAR) {
        steps.add(new InterpolateStep(from, to, axis, resize.factor()));
      } else {
        int[] sources = Moves.alongAxis(from.shape(), to.shape(), axis, i -> i / resize.factor());
        steps.add(new MoveStep(from, to, sources, 0));
      }
    } else {
      throw new IllegalArgumentException("no step evaluates " + op.getClass().getSimpleName());
    }
  }

  private static int axis(int axis, Tensor from, boolean last) {
    return last ? Layouts.lastAxis(axis, from.shape().length) : axis;
  }

  private void compilePool(Op.Pool pool, int in, int out) {
    int[] shape = layouts.shape(in);
    boolean alone = shape[pool.axis()] == Tensor.product(shape, 2, shape.length);
    if (!alone) {
      throw new IllegalArgumentException(
          "pooling along axis %d needs all other axes but the channels' to be of length one: %s"
              .formatted(pool.axis(), Arrays.toString(shape)));
    }
    Tensor from = layouts.channelsLast(in);
    steps.add(new PoolStep(pool, shape[1], from, layouts.newChannelsLast(out), layouts, kernels));
  }

  private void compileBinary(Op.Binary op, int left, int right, int out) {
    int[] shape = layouts.shape(out);
    if (keepsLast(left, right, shape) || keepsLast(right, left, shape)) {
      Tensor a = lastOperand(left, shape.length);
      Tensor b = lastOperand(right, shape.length);
      steps.add(new BinaryStep(op.kind(), a, b, layouts.newChannelsLast(out), kernels));
    } else {
      Tensor a = layouts.rowMajor(left);
      Tensor b = layouts.rowMajor(right);
      steps.add(new BinaryStep(op.kind(), a, b, layouts.newRowMajor(out), kernels));
    }
  }

  /** Whether the operand lies as rows of channels and the other one can be had like that. */
  private boolean keepsLast(int id, int other, int[] out) {
    return layouts.onlyChannelsLast(id)
        && Arrays.equals(layouts.shape(id), out)
        && (network.value(other).isConstant() || layouts.shape(other).length == out.length);
  }

  private Tensor lastOperand(int id, int rank) {
    if (!network.value(id).isConstant()) {
      return layouts.channelsLast(id);
    }
    int[] shape = layouts.shape(id);
    int[] full = new int[rank];
    Arrays.fill(full, 1);
    System.arraycopy(shape, 0, full, rank - shape.length, shape.length);
    List<Integer> perm = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    perm.add(perm.remove(1));
    float[] constant = network.value(id).constant();
    int[] sources = Moves.permuted(full, perm);
    float[] permuted = new float[constant.length];
    for (int i = 0; i < permuted.length; i++) {
      permuted[i] = constant[sources[i]];
    }
    return layouts.constant(Layouts.lastShape(full), permuted);
  }

  private void compileLinear(Op.Linear linear, int in, int out) {
    int origin = layouts.flattenedFrom(in);
    float[] weight = linear.weight();
    Tensor from;
    if (origin >= 0
        && layouts.shape(in)[layouts.shape(in).length - 1] == linear.in()
        && network.value(in).size() == linear.in()) {
      // Rather than the data of every run, the weights are put into the other order, once.
      from = layouts.channelsLast(origin);
      int channels = layouts.shape(origin)[1];
      int steps = linear.in() / channels;
      weight = new float[linear.weight().length];
      for (int c = 0; c < channels; c++) {
        for (int t = 0; t < steps; t++) {
          System.arraycopy(
              linear.weight(),
              (c * steps + t) * linear.out(),
              weight,
              (t * channels + c) * linear.out(),
              linear.out());
        }
      }
    } else {
      from = layouts.rowMajor(in);
    }
    Tensor to = layouts.newRowMajor(out);
    steps.add(new LinearStep(weight, linear.bias(), linear.in(), linear.out(), from, to, kernels));
  }

  private void compileConcat(Op.Concat concat, List<Integer> inputs, int out) {
    boolean last = inputs.stream().allMatch(layouts::onlyChannelsLast);
    Tensor to = last ? layouts.newChannelsLast(out) : null;
    List<Tensor> operands = new ArrayList<>();
    for (int id : inputs) {
      operands.add(last ? layouts.channelsLast(id) : layouts.rowMajor(id));
    }
    to = to == null ? layouts.newRowMajor(out) : to;
    int axis = axis(concat.axis(), to, last);
    int begin = 0;
    for (Tensor from : operands) {
      int[] targets = Moves.concatenated(from.shape(), to.shape(), axis, begin);
      int[] sources = IntStream.range(0, from.size()).toArray();
      steps.add(new MoveStep(from, to, sources, targets, 0));
      begin += from.shape()[axis];
    }
  }

  private void compileTranspose(Op.Transpose transpose, int in, int out) {
    boolean swap = transpose.perm().equals(List.of(0, 2, 1)) && layouts.shape(in)[0] == 1;
    if (swap && layouts.onlyChannelsLast(in)) {
      layouts.putRowMajor(out, layouts.channelsLast(in));
    } else if (swap) {
      layouts.putChannelsLast(out, layouts.rowMajor(in));
    } else {
      Tensor from = layouts.rowMajor(in);
      int[] sources = Moves.permuted(from.shape(), transpose.perm());
      steps.add(new MoveStep(from, layouts.newRowMajor(out), sources, 0));
    }
  }

  private void compileReshape(int in, int out) {
    if (layouts.onlyChannelsLast(in) && layouts.shape(in)[0] == 1) {
      layouts.putFlattened(out, in);
    } else {
      layouts.putRowMajor(out, layouts.rowMajor(in));
    }
  }

  private void compileReduce(Op.Reduce reduce, int in, int out) {
    int[] shape = layouts.shape(in);
    boolean last = layouts.onlyChannelsLast(in);
    boolean[] reduced = new boolean[shape.length];
    for (int axis : reduce.axes()) {
      reduced[last ? Layouts.lastAxis(axis, shape.length) : axis] = true;
    }
    // What is left of rows of channels is in the same order only when nothing but channels is left.
    if (last && !leavesChannelsOnly(shape, reduced)) {
      Tensor from = layouts.channelsLast(in);
      if (reduce.keepAxes()) {
        reduce(reduce.kind(), from, reduced, layouts.newChannelsLast(out));
        return;
      }
      last = false;
      Arrays.fill(reduced, false);
      reduce.axes().forEach(axis -> reduced[axis] = true);
    }
    Tensor from = last ? layouts.channelsLast(in) : layouts.rowMajor(in);
    reduce(reduce.kind(), from, reduced, layouts.newRowMajor(out));
  }

  private static boolean leavesChannelsOnly(int[] shape, boolean[] reduced) {
    int[] last = Layouts.lastShape(shape);
    for (int axis = 0; axis < last.length - 1; axis++) {
      if (!reduced[axis] && last[axis] != 1) {
        return false;
      }
    }
    return true;
  }

  private void reduce(Op.Reduce.Kind kind, Tensor from, boolean[] reduced, Tensor to) {
    int[] shape = from.shape();
    int first = 0;
    while (first < shape.length && (!reduced[first] || shape[first] == 1)) {
      first++;
    }
    int end = first;
    while (end < shape.length && (reduced[end] || shape[end] == 1)) {
      end++;
    }
    for (int axis = end; axis < shape.length; axis++) {
      if (reduced[axis] && shape[axis] > 1) {
        Tensor moved = reducedAxesLast(from, reduced);
        int length = reducedLength(shape, reduced);
        steps.add(new ReduceStep(kind, moved, to, length, 1, kernels));
        return;
      }
    }
    int inner = Tensor.product(shape, end, shape.length);
    steps.add(new ReduceStep(kind, from, to, Tensor.product(shape, first, end), inner, kernels));
  }

  private static int reducedLength(int[] shape, boolean[] reduced) {
    return IntStream.range(0, shape.length)
        .filter(axis -> reduced[axis])
        .map(axis -> shape[axis])
        .reduce(1, Math::multiplyExact);
  }

  private Tensor reducedAxesLast(Tensor from, boolean[] reduced) {
    List<Integer> perm = new ArrayList<>();
    for (boolean wanted : new boolean[] {false, true}) {
      for (int axis = 0; axis < reduced.length; axis++) {
        if (reduced[axis] == wanted) {
          perm.add(axis);
        }
      }
    }
    int[] shape = perm.stream().mapToInt(axis -> from.shape()[axis]).toArray();
    Tensor moved = layouts.scratch(shape);
    steps.add(new MoveStep(from, moved, Moves.permuted(from.shape(), perm), 0));
    return moved;
  }
}
