/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import java.util.Locale;

/** What sends edges to partitions. */
public enum Cutter {
  /** Degrees and replicas: hubs are cut first, loads stay even. */
  HDRF,
  /** A hash of both nodes. */
  HASH;

  /** The name in configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
