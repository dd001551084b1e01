/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

/** What the experts' weights depend on besides the expert. */
public enum Gating {
  /** Nothing. */
  NONE,
  /** The last label learned. */
  LAST_LABEL,
  /** The instance, by a linear function. */
  FEATURES
}
