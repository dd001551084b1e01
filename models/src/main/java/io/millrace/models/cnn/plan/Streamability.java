/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

/** What streaming can promise of a network, decided from the graph alone. */
public enum Streamability {
  /** Streaming equals the full window. */
  EXACT("exact"),
  /** It streams, but padding or misalignment makes it differ from the full window. */
  APPROX("approx"),
  /**
   * A layer that needs the whole window stands before one that mixes time, or nothing commutes with
   * shifts.
   */
  NO("no");

  private final String label;

  Streamability(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
