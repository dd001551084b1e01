/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import java.util.Locale;

/** How the edges of a graph are spread over its nodes. */
public enum Activity {
  /** The n-th busiest node has a share of about 1/n, as in most real graphs. */
  ZIPF,
  /** All nodes are equally busy: an edge hardly ever finds its nodes in a cache. */
  UNIFORM;

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
