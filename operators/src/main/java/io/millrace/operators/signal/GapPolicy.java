/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

/** What stands in for samples that never came. */
public enum GapPolicy {
  /** Nothing: the stream starts over behind the gap and warms up again. */
  RESET("reset"),
  /** The last sample, repeated; beyond the limit as {@link #RESET}. */
  HOLD("hold"),
  /** A straight line over the gap; beyond the limit as {@link #RESET}. */
  INTERPOLATE("interpolate");

  private final String label;

  GapPolicy(String label) {
    this.label = label;
  }

  /** The name in configuration. */
  public String label() {
    return label;
  }

  /** The label: Flink's configuration reads and writes enums by their text. */
  @Override
  public String toString() {
    return label;
  }

  /**
   * The policy of that name.
   *
   * @throws IllegalArgumentException naming the label and the known ones
   */
  public static GapPolicy parse(String label) {
    for (GapPolicy policy : values()) {
      if (policy.label.equals(label)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "gap policy '" + label + "' is unknown: use reset, hold or interpolate");
  }
}
