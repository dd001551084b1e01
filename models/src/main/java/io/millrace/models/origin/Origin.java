/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.origin;

/** Where a record was read, so that a rejected one can be traced and replayed. */
public record Origin(String topic, int partition, long offset) {
  /** For records that come from no topic. */
  public static final Origin NONE = new Origin("", -1, -1);
}
