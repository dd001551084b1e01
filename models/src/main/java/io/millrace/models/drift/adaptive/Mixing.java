/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

/** What becomes of the experts' opinions. */
public enum Mixing {
  /** Their sum with learned weights. */
  LEARNED,
  /** Their mean. */
  EVEN,
  /** The one opinion of the expert with the largest learned weight, as DriftMoE does. */
  BEST
}
