/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.operators.bundle.BundleBounds;
import io.millrace.state.drift.DriftParts;
import java.io.Serializable;

/**
 * What a {@link DriftOperator} is told.
 *
 * @param rules how streams are treated
 * @param parts makes each stream's learner and detector
 * @param bundle how many events are taken in together
 * @param hotBytes heap bytes per subtask for live states
 */
public record DriftSettings(DriftRules rules, DriftParts parts, BundleBounds bundle, long hotBytes)
    implements Serializable {
  private static final long DEFAULT_HOT_BYTES = 256L << 20;

  /** Single records and 256 MiB. */
  public static DriftSettings of(DriftRules rules, DriftParts parts) {
    return new DriftSettings(rules, parts, BundleBounds.SINGLE, DEFAULT_HOT_BYTES);
  }

  public DriftSettings withBundle(BundleBounds newBundle) {
    return new DriftSettings(rules, parts, newBundle, hotBytes);
  }

  public DriftSettings withHotBytes(long bytes) {
    return new DriftSettings(rules, parts, bundle, bytes);
  }
}
