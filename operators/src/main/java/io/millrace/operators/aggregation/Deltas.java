/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.round.BufferedFragment;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.state.aggregation.FragmentState;
import io.millrace.state.aggregation.ShardState.Kept;

/** What updates want to add to the parameters. */
final class Deltas {
  private Deltas() {}

  /** An update's part of a fragment as a change. */
  static float[] of(Kept kept, FragmentState fragment) {
    return of(kept.payload(), kept.chunk(), fragment);
  }

  static float[] of(Payload payload, Chunk chunk, FragmentState fragment) {
    float[] values = new float[fragment.fragment().length()];
    chunk.decode(values, 0);
    switch (payload) {
      case DELTA -> {
        // As it is.
      }
      case GRADIENT -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = -values[i];
        }
      }
      case MODEL -> {
        float[] current = fragment.parameters();
        for (int i = 0; i < values.length; i++) {
          values[i] -= current[i];
        }
      }
    }
    return values;
  }

  /** All updates of a round, in order of worker names. */
  static BufferedFragment buffer(Iterable<Kept> all, FragmentState fragment) {
    BufferedFragment buffer = new BufferedFragment(fragment.fragment().length());
    for (Kept kept : all) {
      buffer.accumulate(kept.worker(), of(kept, fragment));
    }
    return buffer;
  }
}
