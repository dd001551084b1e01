/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Signatures after RFC 8032, with the keys that OpenSSL and Java write. */
public final class Ed25519 {
  private Ed25519() {}

  /**
   * A public key.
   *
   * @param owner of the key, for messages, such as worker 'edge-1'
   * @param encoded X.509 encoded, in Base64
   * @throws IllegalArgumentException naming the owner when it cannot be read; the key is not
   *     repeated, for it may be a private one
   */
  public static PublicKey publicKey(String owner, String encoded) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded.strip())));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the public key of "
              + owner
              + " cannot be read: give its X.509 encoded Ed25519 key in Base64",
          e);
    }
  }

  /** Whether a signature of these bytes is the key's. */
  public static boolean verifies(PublicKey key, byte[] bytes, byte[] signed) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // A signature of the wrong length, for instance: as good as a wrong one.
      return false;
    }
  }
}
