/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import java.util.Arrays;

/**
 * The model that serves, as it is kept across restarts.
 *
 * @param announcement of it
 * @param lineage fingerprints of earlier models whose memories it may go on with
 * @param bare whether memories of this model may carry the fingerprint of its network alone, as all
 *     did before normalisation was part of it
 */
public record Serving(ModelAnnouncement announcement, long[] lineage, boolean bare) {
  private static final long[] NONE = {};

  /** A first model, which goes on with nothing. */
  public static Serving first(ModelAnnouncement announcement) {
    return new Serving(announcement, NONE, false);
  }

  /** Whether memories of that fingerprint may be gone on with. */
  public boolean continues(long fingerprint) {
    for (long known : lineage) {
      if (known == fingerprint) {
        return true;
      }
    }
    return false;
  }

  /** The same model by another announcement. */
  Serving announcedBy(ModelAnnouncement next) {
    return new Serving(next, lineage, bare);
  }

  /**
   * The same, now that the model is loaded. Memories of an earlier layout are then part of the
   * lineage: an upgrade does not reset streams, while another normalisation announced later does.
   */
  Serving loaded(ServedModel model) {
    return bare ? keptBy(announcement, model.networkFingerprint()) : this;
  }

  /** The successor that goes on with memories of this model and all that this one goes on with. */
  Serving keptBy(ModelAnnouncement next, long fingerprint) {
    if (continues(fingerprint)) {
      return new Serving(next, lineage, false);
    }
    long[] longer = Arrays.copyOf(lineage, lineage.length + 1);
    longer[lineage.length] = fingerprint;
    return new Serving(next, longer, false);
  }
}
