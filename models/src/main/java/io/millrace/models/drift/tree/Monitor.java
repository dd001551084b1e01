/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.detect.Adwin;

/** The errors of the tree from a node on, and what may take that node's place. */
final class Monitor {
  final Adwin errors;

  /** Null while nothing has changed. */
  Node alternate;

  Monitor(double delta) {
    this.errors = new Adwin(delta);
  }

  long heapBytes() {
    return 24 + errors.heapBytes();
  }
}
