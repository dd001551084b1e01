/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

/** Why an instance or a label cannot be taken in. */
public enum EventFault {
  STREAM_ID("stream-id"),
  INSTANCE_ID("instance-id"),
  FEATURES("features"),
  NOMINAL("nominal"),
  LABEL("label"),
  SCHEMA("schema"),
  LATE("late");

  private final String label;

  EventFault(String label) {
    this.label = label;
  }

  /** The name in metrics. */
  public String label() {
    return label;
  }
}
