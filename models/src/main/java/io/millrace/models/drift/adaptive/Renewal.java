/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

/** When a tree that got worse makes room for one that grew in the background. */
public enum Renewal {
  /** Never. */
  NONE,
  /** When the background tree errs less lately; it is started when errors rise. */
  ERRORS,
  /** When ADWIN tells a drift of the errors; the background tree is started by a laxer ADWIN. */
  ADWIN
}
