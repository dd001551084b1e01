/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import java.util.List;

/** How the nodes of an operator become layers. */
@FunctionalInterface
interface Mapping {
  /** The node's outputs in order; those that cannot be computed are left out at the end. */
  List<Operand> map(Translation t);
}
