/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import io.millrace.models.cnn.Mode;

/** The modes of {@link Mode} under their configuration names, and the manifest's own. */
public enum StreamingMode {
  MANIFEST(null),
  EXACT(Mode.EXACT),
  SIGNAL_PADDING(Mode.SIGNAL_PADDING),
  APPROXIMATE(Mode.APPROXIMATE);

  private final Mode mode;

  StreamingMode(Mode mode) {
    this.mode = mode;
  }

  /** This mode, or the one that the manifest names. */
  public Mode or(Mode manifest) {
    return mode == null ? manifest : mode;
  }

  /** The name in configuration. */
  @Override
  public String toString() {
    return mode == null ? "manifest" : mode.label();
  }
}
