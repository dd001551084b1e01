/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.ShareOptions;
import io.millrace.models.aggregation.transit.UpdateHeader;

/** What a learner sends of its model, and whether it follows the merged one. */
final class ShareCheck {
  private ShareCheck() {}

  static void check(Inspection inspection) {
    inspection.atLeast(ShareOptions.EVERY, 0);
    inspection.notNegative(ShareOptions.WINDOW);
    if (!inspection.get(ShareOptions.MODEL).isBlank()) {
      model(inspection);
    }
  }

  private static void model(Inspection inspection) {
    try {
      UpdateHeader.checkedKey(inspection.get(ShareOptions.MODEL), "");
    } catch (IllegalArgumentException e) {
      inspection.complain(ShareOptions.MODEL, e.getMessage(), "name it plainly, such as payments");
    }
    boolean follows = inspection.get(ShareOptions.FOLLOW);
    if (inspection.get(ShareOptions.DELTAS) && !follows) {
      inspection.complain(
          ShareOptions.DELTAS,
          "has no version to measure from",
          "set " + ShareOptions.FOLLOW.key() + ": true, or leave it out");
    }
    if (inspection.get(ShareOptions.EVERY) == 0
        && inspection.get(ShareOptions.WINDOW).isZero()
        && !follows) {
      inspection.complain(
          ShareOptions.MODEL,
          "but nothing is sent and nothing followed",
          "set " + ShareOptions.EVERY.key() + ", or leave the model out");
    }
  }
}
