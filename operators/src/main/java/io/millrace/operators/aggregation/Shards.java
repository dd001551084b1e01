/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.shape.ModelShape;

/**
 * Which shards a model has, and which of them an update's fragment belongs to.
 *
 * @param parts of the workers that are added up apart, 1 for all together; shard {@code fragment *
 *     parts + part} adds up a fragment for a part
 */
record Shards(Layout layout, int parts) {
  /** Room for 2^24 fragments. */
  static final int MOST_PARTS = 64;

  /** The shard of a fragment of a worker's update. */
  int of(int fragment, String worker) {
    return layout == Layout.WHOLE ? 0 : fragment * parts + part(worker);
  }

  /** Multiplied by an odd number, so that names that end alike do not meet. */
  private int part(String worker) {
    return parts == 1 ? 0 : Math.floorMod((worker.hashCode() * 0x9e3779b9) >>> 8, parts);
  }

  /** How many there are. */
  int count(ModelShape shape) {
    return layout == Layout.WHOLE ? 1 : shape.fragments() * parts;
  }

  /** The number under which what a shard adds up is added up further. */
  int total(int shard) {
    return shard / parts;
  }
}
