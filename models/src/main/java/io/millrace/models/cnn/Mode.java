/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn;

/** How streaming relates to evaluating the network on the full window. */
public enum Mode {
  /** Equal to the full window; refused where that cannot hold. */
  EXACT("exact"),
  /**
   * Equal to the network trained or evaluated with signal padding: real neighbouring samples where
   * a window saw padding.
   */
  SIGNAL_PADDING("signal-padding"),
  /**
   * Every hop is padded by itself; only the ring of features is state (approximate streaming of
   * StreamiNNC).
   */
  APPROXIMATE("approximate");

  private final String label;

  Mode(String label) {
    this.label = label;
  }

  /** The name in configuration and on the command line. */
  public String label() {
    return label;
  }

  /**
   * The mode of that name.
   *
   * @throws IllegalArgumentException naming the label and the known ones
   */
  public static Mode parse(String label) {
    for (Mode mode : values()) {
      if (mode.label.equals(label)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "mode '" + label + "' is unknown: use exact, signal-padding or approximate");
  }
}
