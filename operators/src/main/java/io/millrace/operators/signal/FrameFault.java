/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

/** Why a frame cannot be taken in. */
public enum FrameFault {
  SEQUENCE("sequence"),
  CHANNELS("channels"),
  LENGTH("length"),
  SAMPLING_RATE("sampling-rate"),
  NOT_FINITE("not-finite");

  private final String label;

  FrameFault(String label) {
    this.label = label;
  }

  /** The name in metrics. */
  public String label() {
    return label;
  }
}
