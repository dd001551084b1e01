/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.rule.Aggregator;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.aggregation.rule.RobustRule;

/** How a model is spread over shards. */
public enum Layout {
  /** A shard per fragment, each for itself. */
  DIRECT,
  /** A shard per fragment; inner products are added up and the coefficients solved in between. */
  GATHERED,
  /** One shard: what is solved depends on what was the result before. */
  WHOLE;

  /** What a rule needs at least. */
  static Layout of(Aggregator aggregator) {
    if (aggregator instanceof MomentsRule) {
      return WHOLE;
    }
    if (aggregator instanceof RobustRule robust && !robust.mixings().isEmpty()) {
      return robust.centred() ? WHOLE : GATHERED;
    }
    return DIRECT;
  }
}
