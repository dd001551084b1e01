/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.kernel.vector;

import io.millrace.models.aggregation.kernel.GramBlocks;
import io.millrace.models.aggregation.kernel.KernelPath;
import io.millrace.models.aggregation.kernel.Kernels;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops on vectors of at most eight doubles. What does not fill a vector is left to the plain path:
 * the results agree bit for bit, so that nobody sees the seam.
 */
public final class VectorAggregation implements Kernels {
  private static final VectorSpecies<Double> D =
      DoubleVector.SPECIES_PREFERRED.length() > LANES
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;
  private static final int DL = D.length();
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, D.vectorShape());

  /** As many floats as {@link #D} has doubles. */
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, D.vectorBitSize() / 2)));

  private static final VectorSpecies<Float> F = VectorSpecies.of(float.class, D.vectorShape());
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, D.vectorShape());
  private static final int IL = I.length();
  private static final LongVector ROUNDER_BITS =
      LongVector.broadcast(L, Double.doubleToRawLongBits(ROUNDER));
  private static final Kernels PLAIN = KernelPath.plain();
  private static final ThreadLocal<double[]> TILE =
      ThreadLocal.withInitial(() -> new double[GramBlocks.HIGH * GramBlocks.WIDE * LANES]);

  @Override
  public String name() {
    return "vector-" + D.vectorBitSize();
  }

  @Override
  public int peak(byte[] floats, int at, int count) {
    IntVector high = IntVector.zero(I);
    IntVector other = high;
    int i = 0;
    for (; i + 2 * IL <= count; i += 2 * IL) {
      high =
          high.max(
              IntVector.fromByteArray(I, floats, at + 4 * i, ByteOrder.LITTLE_ENDIAN)
                  .and(Integer.MAX_VALUE));
      other =
          other.max(
              IntVector.fromByteArray(I, floats, at + 4 * (i + IL), ByteOrder.LITTLE_ENDIAN)
                  .and(Integer.MAX_VALUE));
    }
    int peak = high.max(other).reduceLanes(VectorOperators.MAX);
    return Math.max(peak, PLAIN.peak(floats, at + 4 * i, count - i));
  }

  @Override
  public int peak(float[] values, int at, int count) {
    IntVector high = IntVector.zero(I);
    int i = 0;
    for (; i + IL <= count; i += IL) {
      high =
          high.max(
              FloatVector.fromArray(F, values, at + i).reinterpretAsInts().and(Integer.MAX_VALUE));
    }
    return Math.max(high.reduceLanes(VectorOperators.MAX), PLAIN.peak(values, at + i, count - i));
  }

  @Override
  public void add(byte[] floats, int at, int count, double factor, long[] sums, int to) {
    DoubleVector f = DoubleVector.broadcast(D, factor);
    DoubleVector rounder = DoubleVector.broadcast(D, ROUNDER);
    int i = 0;
    for (; i + DL <= count; i += DL) {
      FloatVector values =
          FloatVector.fromByteArray(HALF, floats, at + 4 * i, ByteOrder.LITTLE_ENDIAN);
      add(values, f, rounder, sums, to + i);
    }
    PLAIN.add(floats, at + 4 * i, count - i, factor, sums, to + i);
  }

  @Override
  public void add(float[] values, int at, int count, double factor, long[] sums, int to) {
    DoubleVector f = DoubleVector.broadcast(D, factor);
    DoubleVector rounder = DoubleVector.broadcast(D, ROUNDER);
    int i = 0;
    for (; i + DL <= count; i += DL) {
      add(FloatVector.fromArray(HALF, values, at + i), f, rounder, sums, to + i);
    }
    PLAIN.add(values, at + i, count - i, factor, sums, to + i);
  }

  private static void add(
      FloatVector values, DoubleVector factor, DoubleVector rounder, long[] sums, int to) {
    DoubleVector doubles = (DoubleVector) values.convertShape(VectorOperators.F2D, D, 0);
    LongVector rounded = doubles.mul(factor).add(rounder).reinterpretAsLongs().sub(ROUNDER_BITS);
    LongVector.fromArray(L, sums, to).add(rounded).intoArray(sums, to);
  }

  @Override
  public void scale(long[] sums, int at, int count, double factor, float[] out, int to) {
    PLAIN.scale(sums, at, count, factor, out, to);
  }

  @Override
  public void gram(float[][] rows, int at, int count, double[] products, double[] scratch) {
    GramBlocks.run(rows, at, count, products, scratch, VectorAggregation::tile);
  }

  private static void tile(
      double[] block, int n, int row, int column, int length, double[] products) {
    double[] lanes = TILE.get();
    int last = n - 1;
    int b = GramBlocks.BLOCK;
    int r0 = row * b;
    int r1 = Math.min(last, row + 1) * b;
    int c0 = column * b;
    int c1 = Math.min(last, column + 1) * b;
    int c2 = Math.min(last, column + 2) * b;
    int c3 = Math.min(last, column + 3) * b;
    for (int lane = 0; lane < LANES; lane += DL) {
      DoubleVector s00 = DoubleVector.zero(D);
      DoubleVector s01 = s00;
      DoubleVector s02 = s00;
      DoubleVector s03 = s00;
      DoubleVector s10 = s00;
      DoubleVector s11 = s00;
      DoubleVector s12 = s00;
      DoubleVector s13 = s00;
      for (int k = lane; k < length; k += LANES) {
        DoubleVector x0 = DoubleVector.fromArray(D, block, r0 + k);
        DoubleVector x1 = DoubleVector.fromArray(D, block, r1 + k);
        DoubleVector y = DoubleVector.fromArray(D, block, c0 + k);
        s00 = x0.fma(y, s00);
        s10 = x1.fma(y, s10);
        y = DoubleVector.fromArray(D, block, c1 + k);
        s01 = x0.fma(y, s01);
        s11 = x1.fma(y, s11);
        y = DoubleVector.fromArray(D, block, c2 + k);
        s02 = x0.fma(y, s02);
        s12 = x1.fma(y, s12);
        y = DoubleVector.fromArray(D, block, c3 + k);
        s03 = x0.fma(y, s03);
        s13 = x1.fma(y, s13);
      }
      s00.intoArray(lanes, lane);
      s01.intoArray(lanes, LANES + lane);
      s02.intoArray(lanes, 2 * LANES + lane);
      s03.intoArray(lanes, 3 * LANES + lane);
      s10.intoArray(lanes, 4 * LANES + lane);
      s11.intoArray(lanes, 5 * LANES + lane);
      s12.intoArray(lanes, 6 * LANES + lane);
      s13.intoArray(lanes, 7 * LANES + lane);
    }
    for (int i = row; i < Math.min(n, row + GramBlocks.HIGH); i++) {
      for (int j = column; j <= Math.min(i, column + GramBlocks.WIDE - 1); j++) {
        products[i * n + j] +=
            GramBlocks.reduce(lanes, ((i - row) * GramBlocks.WIDE + j - column) * LANES);
      }
    }
  }

  @Override
  public void axpy(float[] values, int at, int count, double factor, double[] out, int to) {
    DoubleVector f = DoubleVector.broadcast(D, factor);
    int i = 0;
    for (; i + DL <= count; i += DL) {
      DoubleVector doubles =
          (DoubleVector)
              FloatVector.fromArray(HALF, values, at + i).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector.fromArray(D, out, to + i).add(doubles.mul(f)).intoArray(out, to + i);
    }
    PLAIN.axpy(values, at + i, count - i, factor, out, to + i);
  }

  @Override
  public void keys(float[] values, int at, int count, int[] keys, int to) {
    int i = 0;
    for (; i + IL <= count; i += IL) {
      IntVector bits = FloatVector.fromArray(F, values, at + i).reinterpretAsInts();
      order(bits).intoArray(keys, to + i);
    }
    PLAIN.keys(values, at + i, count - i, keys, to + i);
  }

  @Override
  public void values(int[] keys, int at, int count, float[] values, int to) {
    int i = 0;
    for (; i + IL <= count; i += IL) {
      order(IntVector.fromArray(I, keys, at + i)).reinterpretAsFloats().intoArray(values, to + i);
    }
    PLAIN.values(keys, at + i, count - i, values, to + i);
  }

  private static IntVector order(IntVector bits) {
    IntVector negative = bits.lanewise(VectorOperators.ASHR, 31).and(Integer.MAX_VALUE);
    return bits.lanewise(VectorOperators.XOR, negative);
  }

  @Override
  public void exchange(int[] keys, int low, int high, int count) {
    int i = 0;
    for (; i + IL <= count; i += IL) {
      IntVector a = IntVector.fromArray(I, keys, low + i);
      IntVector b = IntVector.fromArray(I, keys, high + i);
      a.min(b).intoArray(keys, low + i);
      a.max(b).intoArray(keys, high + i);
    }
    PLAIN.exchange(keys, low + i, high + i, count - i);
  }
}
