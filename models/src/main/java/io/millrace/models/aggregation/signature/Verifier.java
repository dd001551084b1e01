/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.signature;

import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.signature.Ed25519;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;

/** Verifies updates against the public keys of known workers. */
public final class Verifier {
  private final Map<String, PublicKey> keys;

  private Verifier(Map<String, PublicKey> keys) {
    this.keys = keys;
  }

  /**
   * With a key for every worker.
   *
   * @param encoded X.509 encoded Ed25519 keys in Base64, by worker
   * @throws IllegalArgumentException naming the worker whose key cannot be read
   */
  public static Verifier of(Map<String, String> encoded) {
    Map<String, PublicKey> keys = new HashMap<>();
    encoded.forEach(
        (worker, key) -> keys.put(worker, Ed25519.publicKey("worker '" + worker + "'", key)));
    return new Verifier(keys);
  }

  /** Why a part is not the named worker's, or empty when it is. */
  public String fault(UpdatePart part) {
    String worker = part.header().contribution().worker();
    PublicKey key = keys.get(worker);
    if (key == null) {
      return "worker '" + worker + "' has no public key here: configure it";
    }
    if (part.signature() == null) {
      return "the update of worker '" + worker + "' is not signed";
    }
    if (Ed25519.verifies(key, SignedBytes.of(part), part.signature())) {
      return "";
    }
    return "the signature is not that of worker '" + worker + "'";
  }
}
