/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

/** Counts of what befell edges on their way to partitions. */
final class CutTally {
  long assigned;
  long duplicates;
  long replicas;

  /** Edges assigned. */
  long assigned() {
    return assigned;
  }

  /** Edges that waited already, and were dropped. */
  long duplicates() {
    return duplicates;
  }

  /** Times that a node got another replica. */
  long replicas() {
    return replicas;
  }
}
