/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.exact.ExactSum;
import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.Totals;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sums of a fragment as bytes, in bulk: how many updates, the totals of weights, the bound, then
 * the integers. Big-endian, as Flink's own outputs write numbers.
 */
final class SumBytes {
  private static final int HEAD = Integer.BYTES + 3 * Long.BYTES;

  private SumBytes() {}

  static int size(int length) {
    return HEAD + Long.BYTES * length;
  }

  static byte[] of(LinearFragment sums) {
    long[] integers = sums.sum().integers();
    ByteBuffer out = ByteBuffer.allocate(size(integers.length));
    out.putInt(sums.totals().updates());
    out.putLong(sums.totals().weightUnits());
    out.putLong(sums.totals().modelUnits());
    out.putLong(sums.sum().bound());
    out.asLongBuffer().put(integers);
    return out.array();
  }

  static LinearFragment read(byte[] bytes, Grid grid) throws IOException {
    if (bytes.length < HEAD || (bytes.length - HEAD) % Long.BYTES != 0) {
      throw new IOException(
          "sums of " + bytes.length + " bytes are damaged: restore an earlier checkpoint");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Totals totals = new Totals(in.getInt(), in.getLong(), in.getLong());
    long bound = in.getLong();
    return new LinearFragment(
        ExactSum.restored(grid, longs(in, (bytes.length - HEAD) / Long.BYTES), bound), totals);
  }

  private static long[] longs(ByteBuffer in, int count) {
    long[] integers = new long[count];
    in.asLongBuffer().get(integers);
    return integers;
  }
}
