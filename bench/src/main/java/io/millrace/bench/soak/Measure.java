/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What is watched. */
public enum Measure {
  /** What is left on the heap after a collection. */
  LIVE_HEAP("live-heap", "MiB after a collection", 6),
  METASPACE("metaspace", "MiB", 3),
  /**
   * All that is resident: what was ever used of the heap, RocksDB, libtorch, buffers, classes,
   * stacks. As the heap has a limit, what goes on growing lies outside of it.
   */
  RESIDENT("resident", "MiB", 32),
  OPEN_FILES("open-files", "", 10),
  THREADS("threads", "", 6),
  /** RocksDB's tables on the local disk. */
  ROCKSDB("rocksdb", "MiB", 16),
  /** The checkpoints that are kept, tables of RocksDB for the most part. */
  CHECKPOINTS("checkpoints", "MiB", 16),
  /** Answers per second since the last look. */
  ANSWERS("answers", "per second", Double.POSITIVE_INFINITY);

  private static final double SHARE = 0.05;

  private final String label;
  private final String unit;
  private final double leeway;

  Measure(String label, String unit, double leeway) {
    this.label = label;
    this.unit = unit;
    this.leeway = leeway;
  }

  /**
   * The measure of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Measure named(String label) {
    return Arrays.stream(values())
        .filter(measure -> measure.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no measure '" + label + "'"));
  }

  /**
   * Whether RocksDB's merges make it many times smaller, in a rhythm that has nothing to do with
   * the load's: it grows when it grows after merges, as a heap does after collections.
   */
  boolean isMerged() {
    return this == ROCKSDB || this == CHECKPOINTS;
  }

  String unit() {
    return unit;
  }

  /**
   * How much it may grow in an hour from a level and still be flat: a twentieth, or a few units.
   */
  double allowance(double level) {
    return Math.max(leeway, SHARE * level);
  }

  @Override
  @JsonValue
  public String toString() {
    return label;
  }
}
