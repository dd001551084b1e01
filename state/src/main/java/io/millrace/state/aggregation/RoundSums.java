/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.exact.ExactSum;
import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.transit.ShardEvent.Partial;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What the parts of the workers that have answered add up to in a round. */
public final class RoundSums {
  private final Round round;
  private int missing;
  private LinearFragment sums;
  private boolean changed = true;

  RoundSums(Round round, int parts) {
    this.round = round;
    missing = parts;
  }

  public Round round() {
    return round;
  }

  /** Whether all parts have answered. */
  boolean isComplete() {
    return missing == 0;
  }

  /** Adds a part's. */
  void add(Partial partial, Grid grid) {
    missing--;
    changed = true;
    if (partial.integers().length == 0) {
      return;
    }
    // Only the first is changed later on.
    long[] integers = sums == null ? partial.integers().clone() : partial.integers();
    LinearFragment part =
        new LinearFragment(ExactSum.restored(grid, integers, partial.bound()), partial.totals());
    if (sums == null) {
      sums = part;
    } else {
      sums.combine(part);
    }
  }

  /** Of all parts. */
  public LinearFragment total(LinearRule rule, int length) {
    return sums == null ? new LinearFragment(rule, length) : sums;
  }

  long bytes() {
    return 200 + (sums == null ? 0 : 8L * sums.sum().length());
  }

  /** The bytes to be stored, or null where they are. */
  byte[] changes() throws IOException {
    if (!changed) {
      return null;
    }
    changed = false;
    int size = sums == null ? 0 : SumBytes.size(sums.sum().length());
    DataOutputSerializer out = new DataOutputSerializer(64 + size);
    Parts.round(round, out);
    out.writeInt(missing);
    out.writeInt(size);
    if (sums != null) {
      out.write(SumBytes.of(sums));
    }
    return out.getCopyOfBuffer();
  }

  static RoundSums restored(byte[] bytes, Grid grid) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    RoundSums restored = new RoundSums(Parts.round(in), in.readInt());
    byte[] sums = new byte[in.readInt()];
    in.readFully(sums);
    restored.sums = sums.length == 0 ? null : SumBytes.read(sums, grid);
    restored.changed = false;
    return restored;
  }
}
