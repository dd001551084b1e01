/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.shape.ModelShape;
import java.io.IOException;
import java.io.Serializable;

/** Where versions lie that are too large to be announced with their values. */
public interface VersionArchive extends Serializable {
  /**
   * Stores a version. The same values may be stored again, and after a failure other values may be
   * stored under the same version: whatever is announced must be what was stored for it.
   */
  Stored store(String key, long version, ModelShape shape, Values values) throws IOException;

  /** The parameters of a version. */
  interface Values {
    /** Those of one fragment. */
    float[] fragment(int index) throws IOException;
  }

  /** Where a version lies. */
  record Stored(String uri, String sha256) {}
}
