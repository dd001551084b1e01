/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import java.util.Random;

/** Whole percents of chance. */
final class Percent {
  private Percent() {}

  /** Refuses what is no percentage. */
  static int check(String what, int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(what + " of " + percent + " %: it must be from 0 to 100");
    }
    return percent;
  }

  /** Whether it happens this time; one draw of an int below 100. */
  static boolean happens(int percent, Random random) {
    return 1 + random.nextInt(100) <= percent;
  }
}
