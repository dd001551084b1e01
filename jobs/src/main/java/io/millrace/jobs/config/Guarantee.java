/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

/** How often a record counts when there was a failure. */
public enum Guarantee {
  /** Exactly once. */
  EXACTLY_ONCE("exactly-once"),
  /** Once or more. */
  AT_LEAST_ONCE("at-least-once");

  private final String label;

  Guarantee(String label) {
    this.label = label;
  }

  /** The name in configuration. */
  @Override
  public String toString() {
    return label;
  }
}
