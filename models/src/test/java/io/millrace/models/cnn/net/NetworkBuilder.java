/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.net;

import io.millrace.models.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small networks for tests, layer by layer, with seeded random weights. */
public final class NetworkBuilder {
  private final Random random;
  private final List<Value> values = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();

  public NetworkBuilder(int channels, int window, long seed) {
    this.random = new Random(seed);
    values.add(new Value(0, "input", new int[] {1, channels, window}, null));
  }

  /** The last value made. */
  public int last() {
    return values.size() - 1;
  }

  public int conv(int in, int out, int kernel, int stride, int dilation, int left, int right) {
    return conv(in, out, kernel, stride, dilation, 1, left, right);
  }

  public int conv(
      int in, int out, int kernel, int stride, int dilation, int groups, int left, int right) {
    int[] shape = shape(in);
    int channels = shape[1];
    int length = (shape[2] + left + right - (kernel - 1) * dilation - 1) / stride + 1;
    float scale = (float) Math.sqrt(2.0 * groups / (channels * kernel));
    return add(
        "Conv",
        new Op.Conv(
            randoms(out * (channels / groups) * kernel, scale),
            randoms(out, 0.1f),
            channels,
            out,
            kernel,
            stride,
            dilation,
            groups,
            left,
            right,
            2),
        new int[] {1, out, length},
        in);
  }

  public int convTranspose(int in, int out, int kernel, int stride, int left, int right) {
    return convTranspose(in, out, kernel, stride, 1, left, right);
  }

  public int convTranspose(
      int in, int out, int kernel, int stride, int dilation, int left, int right) {
    int[] shape = shape(in);
    int length = (shape[2] - 1) * stride + (kernel - 1) * dilation + 1 - left - right;
    return add(
        "ConvTranspose",
        new Op.ConvTranspose(
            randoms(shape[1] * out * kernel, 0.4f),
            randoms(out, 0.1f),
            shape[1],
            out,
            kernel,
            stride,
            dilation,
            1,
            left,
            right,
            0,
            2),
        new int[] {1, out, length},
        in);
  }

  public int resize(int in, Op.Resize.Mode mode, int factor) {
    int[] shape = shape(in);
    return add(
        "Resize", new Op.Resize(mode, factor, 2), new int[] {1, shape[1], shape[2] * factor}, in);
  }

  public int pool(int in, Op.Pool.Kind kind, int kernel, int stride, int left, int right) {
    return pool(in, kind, kernel, stride, left, right, true);
  }

  public int pool(
      int in, Op.Pool.Kind kind, int kernel, int stride, int left, int right, boolean counted) {
    int[] shape = shape(in);
    int length = (shape[2] + left + right - kernel) / stride + 1;
    return add(
        kind == Op.Pool.Kind.MAX ? "MaxPool" : "AveragePool",
        new Op.Pool(kind, kernel, stride, 1, left, right, counted, 2),
        new int[] {1, shape[1], length},
        in);
  }

  public int pad(int in, Op.Pad.Mode mode, int before, int after) {
    return pad(in, mode, before, after, 0);
  }

  public int pad(int in, Op.Pad.Mode mode, int before, int after, float value) {
    int[] shape = shape(in);
    return add(
        "Pad",
        new Op.Pad(mode, before, after, value, 2),
        new int[] {1, shape[1], shape[2] + before + after},
        in);
  }

  public int relu(int in) {
    return unary(in, Activation.RELU);
  }

  public int unary(int in, Activation function) {
    return add("Unary", new Op.Unary(function), shape(in), in);
  }

  public int binary(Op.Binary.Kind kind, int a, int b) {
    return add("Binary", new Op.Binary(kind), shape(a), a, b);
  }

  public int concat(int a, int b) {
    int[] shape = shape(a).clone();
    shape[1] += shape(b)[1];
    return add("Concat", new Op.Concat(1), shape, a, b);
  }

  public int concatInTime(int... parts) {
    int[] shape = shape(parts[0]).clone();
    shape[2] = 0;
    for (int part : parts) {
      shape[2] += shape(part)[2];
    }
    return add("Concat", new Op.Concat(2), shape, parts);
  }

  public int slice(int in, int axis, int start, int count, int step) {
    int[] shape = shape(in).clone();
    shape[axis] = count;
    return add("Slice", new Op.Slice(axis, start, step), shape, in);
  }

  public int affine(int in) {
    int channels = shape(in)[1];
    return add(
        "BatchNormalization",
        new Op.Affine(randoms(channels, 1), randoms(channels, 1), 1),
        shape(in),
        in);
  }

  public int transpose(int in, Integer... perm) {
    int[] shape = shape(in);
    int[] out = new int[shape.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = shape[perm[i]];
    }
    return add("Transpose", new Op.Transpose(List.of(perm)), out, in);
  }

  public int reshape(int in, int... shape) {
    return add("Reshape", new Op.Reshape(), shape, in);
  }

  public int linear(int in, int out) {
    int[] shape = shape(in).clone();
    int width = shape[shape.length - 1];
    shape[shape.length - 1] = out;
    float scale = (float) Math.sqrt(1.0 / width);
    return add(
        "Gemm",
        new Op.Linear(randoms(width * out, scale), randoms(out, 0.1f), width, out),
        shape,
        in);
  }

  public int softmax(int in, int axis) {
    return add("Softmax", new Op.Softmax(axis, false), shape(in), in);
  }

  public int layerNorm(int in, int axis) {
    int size = 1;
    for (int a = axis; a < shape(in).length; a++) {
      size *= shape(in)[a];
    }
    return add(
        "LayerNormalization",
        new Op.LayerNorm(axis, randoms(size, 1), randoms(size, 1), 1e-5f),
        shape(in),
        in);
  }

  public int instanceNorm(int in) {
    int channels = shape(in)[1];
    return add(
        "InstanceNormalization",
        new Op.InstanceNorm(randoms(channels, 1), randoms(channels, 1), 1e-5f),
        shape(in),
        in);
  }

  public int cumSum(int in) {
    return add("CumSum", new Op.CumSum(2, false, false), shape(in), in);
  }

  /** A recurrent layer over (time, 1, features). */
  public int recurrent(
      int in, Op.Recurrent.Cell cell, Op.Recurrent.Output output, int hidden, boolean resetAfter) {
    int[] shape = shape(in);
    int gates = cell == Op.Recurrent.Cell.GRU ? 3 : 4;
    Op.Recurrent op =
        new Op.Recurrent(
            cell,
            Op.Recurrent.Direction.FORWARD,
            output,
            shape[2],
            hidden,
            randoms(gates * hidden * shape[2], 0.5f),
            randoms(gates * hidden * hidden, 0.5f),
            randoms(2 * gates * hidden, 0.2f),
            new float[hidden],
            cell == Op.Recurrent.Cell.GRU ? new float[0] : new float[hidden],
            resetAfter);
    int[] out =
        output == Op.Recurrent.Output.SEQUENCE
            ? new int[] {shape[0], 1, 1, hidden}
            : new int[] {1, 1, hidden};
    return add(cell.name(), op, out, in);
  }

  /** Reduces time (axis 2) away. */
  public int reduceTime(int in, Op.Reduce.Kind kind) {
    int[] shape = shape(in);
    return add(
        "Reduce", new Op.Reduce(kind, List.of(2), false), new int[] {shape[0], shape[1]}, in);
  }

  public int matMul(int a, int b, int... shape) {
    return add("MatMul", new Op.MatMul(), shape, a, b);
  }

  public int constant(float[] data, int... shape) {
    values.add(new Value(values.size(), "constant" + values.size(), shape, data));
    return last();
  }

  public int randomConstant(int... shape) {
    int size = 1;
    for (int dim : shape) {
      size *= dim;
    }
    return constant(randoms(size, 1), shape);
  }

  public int[] shape(int value) {
    return values.get(value).shape();
  }

  public Network build(int output) {
    return new Network(values, layers, 0, output);
  }

  private int add(String onnxOp, Op op, int[] shape, int... inputs) {
    List<Integer> operands = new ArrayList<>();
    for (int input : inputs) {
      operands.add(input);
    }
    String name = onnxOp.toLowerCase(java.util.Locale.ROOT) + layers.size();
    values.add(new Value(values.size(), name, shape, null));
    layers.add(new Layer(name, onnxOp, op, operands, last()));
    return last();
  }

  private float[] randoms(int count, float scale) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextGaussian() * scale;
    }
    return floats;
  }
}
