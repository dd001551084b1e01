/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;

/** Checks that all rules here share. */
final class Checks {
  private Checks() {}

  static void byzantine(int byzantine) {
    if (byzantine < 0) {
      throw new IllegalArgumentException("byzantine is " + byzantine + ", must be >= 0");
    }
  }

  static void updates(Mixing rule, Gram gram) {
    if (gram.updates() < rule.leastUpdates()) {
      throw new IllegalArgumentException(
          rule
              + " needs at least "
              + rule.leastUpdates()
              + " updates, the round has "
              + gram.updates()
              + ": raise the quorum or lower 'byzantine'");
    }
  }
}
