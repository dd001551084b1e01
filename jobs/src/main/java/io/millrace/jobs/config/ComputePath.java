/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

/** What computes a network. */
public enum ComputePath {
  /** The fastest that this machine has. */
  AUTO("auto"),
  /** Java loops. */
  PLAIN("plain"),
  /** The Java vector API. */
  VECTOR("vector"),
  /** PyTorch through DJL. */
  DJL("djl");

  private final String label;

  ComputePath(String label) {
    this.label = label;
  }

  /** The name in configuration. */
  @Override
  public String toString() {
    return label;
  }
}
