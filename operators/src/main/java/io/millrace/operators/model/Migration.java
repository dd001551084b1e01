/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

/**
 * What becomes of the streams' memories when a model of another fingerprint takes over. One of the
 * same network and normalisation goes on with them in any case.
 */
public enum Migration {
  /** Streams start over and warm up. */
  RESET("reset"),
  /**
   * Streams go on with the memory that the model before made, where its layout is the same; the
   * outputs rest on both models until the window has passed once. Otherwise as {@link #RESET}.
   */
  KEEP("keep");

  private final String label;

  Migration(String label) {
    this.label = label;
  }

  /** The name in references to models. */
  public String label() {
    return label;
  }

  /**
   * The migration of that name.
   *
   * @throws IllegalArgumentException naming the label and the known ones
   */
  public static Migration parse(String label) {
    for (Migration migration : values()) {
      if (migration.label.equals(label)) {
        return migration;
      }
    }
    throw new IllegalArgumentException("migration '" + label + "' is unknown: use reset or keep");
  }
}
