/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

/**
 * The inner loops of a small network. Rows of weights and of outputs are padded to multiples of
 * {@link #BLOCK} floats; the padding holds zeros and stays so. A weight matrix has a row of outputs
 * per input, and a last row, the biases.
 *
 * <p>Products are rounded before they are added (no fused multiply-add), and the order of each sum
 * is part of the contract: all implementations give the same bits.
 */
public interface NeuralKernels {
  /** Rows are padded to a multiple of this; sums over a row run in so many parts. */
  int BLOCK = 16;

  /** For metrics and messages: {@code plain}, {@code vector-512}, ... */
  String name();

  /**
   * {@code out = bias + sum over i of x[i] * row i}, in the order of i.
   *
   * @param x holds {@code inputs} values from {@code xAt} on
   * @param weights (inputs + 1) rows of {@code stride}
   * @param out receives {@code stride} values from {@code outAt} on
   */
  void affine(float[] x, int xAt, int inputs, float[] weights, int stride, float[] out, int outAt);

  /**
   * Gradient of the weights over a batch: {@code row i = sum over b of x[b][i] * g[b]}, in the
   * order of b; the last row is the sum of g.
   *
   * @param x rows of {@code xStride}
   * @param g rows of {@code stride}
   * @param gradient (inputs + 1) rows of {@code stride}, overwritten
   */
  void weightGradient(
      float[] x, int xStride, int inputs, float[] g, int stride, int batch, float[] gradient);

  /**
   * Gradient of the inputs: {@code dx[i] = sum over o of row i[o] * g[o]}, in {@link #BLOCK} parts
   * (part p takes o = p, p + BLOCK, ...) that are then added pairwise: halves, quarters, ...
   *
   * @param parts scratch of BLOCK floats
   */
  void inputGradient(
      float[] weights,
      int inputs,
      int stride,
      float[] g,
      int gAt,
      float[] dx,
      int dxAt,
      float[] parts);

  /** Replaces negative values by zero. */
  void relu(float[] x, int at, int length);

  /** Replaces g by zero where the activation is not positive. */
  void reluGradient(float[] activation, float[] g, int at, int length);

  /**
   * One step of Adam (Kingma and Ba, 2015, algorithm 1) on all weights: {@code m = b1 m + (1 - b1)
   * g}, {@code v = b2 v + (1 - b2) g g}, {@code w -= rate m / (sqrt(v) / root + epsilon)}.
   *
   * @param length a multiple of {@link #BLOCK}
   * @param rate the learning rate over the first moment's correction
   * @param root of the second moment's correction
   */
  void adam(
      float[] weights,
      float[] gradient,
      float[] first,
      float[] second,
      int length,
      float beta1,
      float beta2,
      float rate,
      float root,
      float epsilon);

  /** {@code out += scale * row}; all of a multiple of {@link #BLOCK} floats. */
  void addScaled(float scale, float[] rows, int rowAt, float[] out, int length);

  /**
   * {@code sum of a[i] * b[i]} over a multiple of {@link #BLOCK} floats, in parts as {@link
   * #inputGradient}.
   */
  float dot(float[] a, int aAt, float[] b, int length, float[] parts);

  /**
   * One step along {@code g = scale * gradient}, each weight's by the root of its gradients' mean
   * square (Tieleman and Hinton, 2012, "RMSProp"): {@code v = decay v + (1 - decay) g g}, {@code w
   * -= rate g / (sqrt(v) + epsilon)}. Where g is zero nothing changes.
   *
   * @param gradient {@code length} floats, a multiple of {@link #BLOCK}
   */
  void rootMeanSquareStep(
      float[] weights,
      float[] squares,
      int at,
      float scale,
      float[] gradient,
      int length,
      float decay,
      float rate,
      float epsilon);
}
