/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Kernels;

/**
 * The compute path of a model's modules: loops over rows, and matrix products with the three forms
 * that a layer and its way back need. Holds buffers: one per model.
 */
public final class Engine {
  private static final String VECTOR_ROWS =
      "io.millrace.models.neural.batch.vector.VectorRowKernels";

  private final Kernels kernels;
  private final RowKernels rows;
  private float[] turned = new float[0];
  private float[] product = new float[0];

  private Engine(Kernels kernels, RowKernels rows) {
    this.kernels = kernels;
    this.rows = rows;
  }

  /** Scalar loops. */
  public static Engine plain() {
    return new Engine(ComputePaths.plain(), new PlainRowKernels());
  }

  /** Vector loops where the module jdk.incubator.vector is present. */
  public static Engine best() {
    if (!ComputePaths.vectorPresent()) {
      return plain();
    }
    try {
      // By name: the class cannot be linked without the module.
      RowKernels rows =
          Class.forName(VECTOR_ROWS)
              .asSubclass(RowKernels.class)
              .getDeclaredConstructor()
              .newInstance();
      return new Engine(ComputePaths.best(), rows);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(
          "the vector kernels of this build do not link: run it on the Java release it was built for",
          e);
    }
  }

  /** The loops over rows. */
  public RowKernels rows() {
    return rows;
  }

  void activate(Activation activation, float[] x, int length) {
    kernels.activate(activation, x, 0, length);
  }

  /** {@code out (rows, columns) = x (rows, inner) w (inner, columns)}. */
  void product(
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] out,
      int outAt,
      int n,
      int inner,
      int columns) {
    if (n > 0) {
      kernels.matmul(x, xAt, w, wAt, out, outAt, n, inner, columns);
    }
  }

  /** {@code gradient (inner, columns) += x (n, inner) transposed g (n, columns)}. */
  void weightGradient(
      float[] x,
      int xAt,
      float[] g,
      int gAt,
      int n,
      int inner,
      int columns,
      float[] gradient,
      int at) {
    if (n == 0) {
      return;
    }
    product = Floats.fit(product, inner * columns);
    // The narrower of both is turned; for many rows that is the most of it.
    turned = Floats.fit(turned, Math.max(n * Math.min(inner, columns), inner * columns));
    if (inner <= columns) {
      rows.transpose(x, xAt, n, inner, turned);
      kernels.matmul(turned, 0, g, gAt, product, 0, inner, n, columns);
      rows.add(product, 0, gradient, at, inner * columns);
    } else {
      rows.transpose(g, gAt, n, columns, turned);
      kernels.matmul(turned, 0, x, xAt, product, 0, columns, n, inner);
      rows.transpose(product, 0, columns, inner, turned);
      rows.add(turned, 0, gradient, at, inner * columns);
    }
  }

  /** {@code dx (n, inner) = g (n, columns) w (inner, columns) transposed}. */
  void inputGradient(
      float[] g, int gAt, float[] w, int wAt, float[] dx, int dxAt, int n, int inner, int columns) {
    if (n == 0) {
      return;
    }
    turned = Floats.fit(turned, inner * columns);
    rows.transpose(w, wAt, inner, columns, turned);
    kernels.matmul(g, gAt, turned, 0, dx, dxAt, n, columns, inner);
  }

  /** Adds a bias to every row. */
  void addBias(float[] bias, int biasAt, float[] out, int outAt, int n, int columns) {
    for (int r = 0; r < n; r++) {
      rows.add(bias, biasAt, out, outAt + r * columns, columns);
    }
  }

  /** Adds the sum of all rows of g. */
  void biasGradient(float[] g, int gAt, int n, int columns, float[] gradient, int at) {
    for (int r = 0; r < n; r++) {
      rows.add(g, gAt + r * columns, gradient, at, columns);
    }
  }
}
