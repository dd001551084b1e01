/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import io.millrace.models.aggregation.kernel.KernelPath;
import io.millrace.models.aggregation.kernel.Kernels;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.CoordinateRule;
import java.util.Objects;

/**
 * Runs mixing and a rule per parameter over a fragment, block by block, in one pass over the
 * updates. Keeps its scratch memory; not safe for use by several threads.
 */
public final class CoordinatePass {
  private static final int BLOCK = 256;

  private final Kernels kernels;
  private final CoordinateRule rule;
  private double[] mixed = new double[BLOCK];
  private float[] block = new float[0];
  private int[] keys = new int[0];
  private SortingNetwork network;
  private int networkRows;

  /** On the fastest loops. */
  public CoordinatePass(CoordinateRule rule) {
    this(rule, KernelPath.best());
  }

  CoordinatePass(CoordinateRule rule, Kernels kernels) {
    this.rule = rule;
    this.kernels = kernels;
  }

  /**
   * Reduces a fragment.
   *
   * @param rows one array per vector, in the order of the coefficients' inputs
   * @param mixing null to take the rows as they are
   */
  public void run(float[][] rows, Coefficients mixing, int length, float[] out, int to) {
    for (float[] row : rows) {
      Objects.checkFromIndexSize(0, length, row.length);
    }
    Objects.checkFromIndexSize(to, length, out.length);
    int count = mixing == null ? rows.length : mixing.outputs();
    if (count < rule.leastRows()) {
      throw new IllegalArgumentException(
          "the rule needs at least " + rule.leastRows() + " vectors, there are " + count);
    }
    if (block.length < count * BLOCK) {
      block = new float[count * BLOCK];
      keys = new int[count * BLOCK];
    }
    for (int from = 0; from < length; from += BLOCK) {
      int columns = Math.min(BLOCK, length - from);
      for (int r = 0; r < count; r++) {
        if (mixing == null) {
          System.arraycopy(rows[r], from, block, r * BLOCK, columns);
        } else {
          mix(rows, mixing, r, from, columns);
        }
      }
      if (rule.sorted()) {
        sort(count, columns);
      }
      rule.reduce(block, count, BLOCK, columns, out, to + from);
    }
  }

  private void mix(float[][] rows, Coefficients mixing, int output, int from, int columns) {
    java.util.Arrays.fill(mixed, 0, columns, 0);
    for (int i = 0; i < rows.length; i++) {
      double factor = mixing.at(output, i);
      if (factor != 0) {
        kernels.axpy(rows[i], from, columns, factor, mixed, 0);
      }
    }
    for (int c = 0; c < columns; c++) {
      block[output * BLOCK + c] = (float) mixed[c];
    }
  }

  private void sort(int count, int columns) {
    if (networkRows != count) {
      network = new SortingNetwork(count);
      networkRows = count;
    }
    for (int r = 0; r < count; r++) {
      kernels.keys(block, r * BLOCK, columns, keys, r * BLOCK);
    }
    network.sort(kernels, keys, BLOCK, columns);
    for (int r = 0; r < count; r++) {
      kernels.values(keys, r * BLOCK, columns, block, r * BLOCK);
    }
  }
}
