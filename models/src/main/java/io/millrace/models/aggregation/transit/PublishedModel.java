/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.transit;

import io.millrace.models.shape.ModelShape;
import java.util.List;

/**
 * A version that is complete.
 *
 * @param uri where it lies, or empty where it travels in values
 * @param sha256 of the bundle, or of the values
 * @param values all parameters as little-endian floats, or null
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PublishedModel(
    String key,
    long version,
    ModelShape shape,
    List<String> contributors,
    long publishedMillis,
    String uri,
    String sha256,
    byte[] values) {
  /** Copies the list. */
  public PublishedModel {
    contributors = List.copyOf(contributors);
  }
}
