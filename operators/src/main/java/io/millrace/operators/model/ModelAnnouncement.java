/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import java.io.Serializable;

/**
 * Says that a version of a model is to serve from now on.
 *
 * @param model name of the model; operators heed only their own
 * @param version of the bundle
 * @param uri where the bundle lies
 * @param sha256 of the bundle, hexadecimal, or empty where it is not checked
 * @param publishedAtMillis milliseconds since the epoch
 * @param migration what becomes of the streams' memories
 */
public record ModelAnnouncement(
    String model,
    String version,
    String uri,
    String sha256,
    long publishedAtMillis,
    Migration migration)
    implements Serializable {

  /** Whether it names the same bundle. */
  boolean sameBundle(ModelAnnouncement other) {
    return version.equals(other.version) && uri.equals(other.uri) && sha256.equals(other.sha256);
  }
}
