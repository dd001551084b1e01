/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.OptionTypes;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.models.signature.Ed25519;
import io.millrace.operators.signal.GapPolicy;

/** Signals, their models and who may sign those. */
final class SignalCheck {
  private SignalCheck() {}

  static void check(Inspection inspection) {
    inspection.atLeast(ModelOptions.HOP, 0);
    signers(inspection);
    inspection.atLeast(SignalOptions.MAX_FRAME, 1);
    if (!(inspection.get(SignalOptions.RATE_TOLERANCE) >= 0)) {
      inspection.complain(SignalOptions.RATE_TOLERANCE, "less than nothing", "set it to 0 or more");
    }
    inspection.notNegative(SignalOptions.DISORDER_BOUND);
    inspection.notNegative(SignalOptions.IDLE_TIMEOUT);
    inspection.notNegative(SignalOptions.MAX_AHEAD);
    memory(inspection);
    gaps(inspection);
  }

  private static void signers(Inspection inspection) {
    inspection
        .get(ModelOptions.KEYS)
        .forEach(
            (name, key) -> {
              try {
                Ed25519.publicKey("signer '" + name + "' of models", key);
              } catch (IllegalArgumentException e) {
                inspection.complainOfKey(ModelOptions.KEYS.key() + "." + name, e);
              }
            });
  }

  private static void memory(Inspection inspection) {
    if (inspection.get(StateOptions.TTL).compareTo(inspection.get(SignalOptions.DISORDER_BOUND))
        <= 0) {
      inspection.complain(
          StateOptions.TTL,
          "not more than "
              + SignalOptions.DISORDER_BOUND.key()
              + " = "
              + OptionTypes.text(inspection.get(SignalOptions.DISORDER_BOUND))
              + ", so that streams are forgotten while their frames are waited for",
          "raise it to hours or days");
    }
  }

  private static void gaps(Inspection inspection) {
    inspection.atLeast(SignalOptions.GAP_LIMIT, 0);
    if (inspection.get(SignalOptions.GAP_POLICY) != GapPolicy.RESET
        && inspection.get(SignalOptions.GAP_LIMIT) == 0) {
      inspection.complain(
          SignalOptions.GAP_POLICY,
          "but " + SignalOptions.GAP_LIMIT.key() + " = 0 fills no gap",
          "set the limit to the longest gap, in samples, that may be filled");
    }
  }
}
