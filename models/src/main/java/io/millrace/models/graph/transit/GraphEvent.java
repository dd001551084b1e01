/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

import io.millrace.models.origin.Origin;

/** What can happen to a graph. */
public sealed interface GraphEvent permits Edge, GraphParameters, Holders, Replica {
  /** The key. */
  String graphId();

  /** Event time, milliseconds since the epoch. */
  long timeMillis();

  /** Where it was read. */
  Origin origin();
}
