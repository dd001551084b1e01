/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

/** What becomes of a stream some of whose samples never came. */
public enum GapPolicy {
  /** The stream begins anew after the gap and warms up. */
  RESET("reset"),
  /** The last sample is repeated. */
  HOLD("hold"),
  /** A straight line bridges the gap. */
  INTERPOLATE("interpolate");

  private final String label;

  GapPolicy(String label) {
    this.label = label;
  }

  /** The name in configuration. */
  @Override
  public String toString() {
    return label;
  }
}
