/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

/** What a detector makes of the values so far. */
public enum Level {
  /** As before. */
  NONE,
  /** Perhaps different; not every detector warns. */
  WARNING,
  /** Different. */
  DRIFT
}
