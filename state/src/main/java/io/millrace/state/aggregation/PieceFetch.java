/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

/** Where a piece is fetched from once it is needed. */
@FunctionalInterface
interface PieceFetch {
  /** Its bytes, not to be changed; null where there is none. */
  byte[] piece(long id);
}
