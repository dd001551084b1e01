/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import io.millrace.models.signature.Ed25519;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose models are served. A bundle is signed by a detached signature of its manifest, which holds
 * the checksum of all else: beside {@code model.json} lies {@code model.json.sig}, the Ed25519
 * signature of the manifest's bytes in Base64. With no keys, nobody has to sign.
 */
public final class BundleKeys implements Serializable {
  /** Nobody has to sign. */
  public static final BundleKeys NONE = new BundleKeys(Map.of());

  /** Ends the name of a manifest's signature. */
  public static final String SUFFIX = ".sig";

  /** No file with a signature is larger, in bytes. */
  static final int LARGEST = 4096;

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, String> encoded;

  private BundleKeys(Map<String, String> encoded) {
    this.encoded = new TreeMap<>(encoded);
  }

  /**
   * Models have to be signed with one of some keys.
   *
   * @param encoded X.509 encoded public Ed25519 keys in Base64, by name
   * @throws IllegalArgumentException naming the key that cannot be read
   */
  public static BundleKeys of(Map<String, String> encoded) {
    encoded.forEach(BundleKeys::decode);
    return new BundleKeys(encoded);
  }

  private static PublicKey decode(String name, String key) {
    return Ed25519.publicKey("signer '" + name + "' of models", key);
  }

  /** Whether models have to be signed. */
  public boolean areAsked() {
    return !encoded.isEmpty();
  }

  /**
   * Accepts a manifest that one of the keys has signed.
   *
   * @param place of the manifest, for messages
   * @param signature the bytes of its file; null where there is none
   * @throws BundleException when it is not signed, or by nobody that is known
   */
  void require(String place, byte[] manifest, byte[] signature) {
    if (!areAsked()) {
      return;
    }
    if (signature == null) {
      throw new BundleException(
          place
              + " is not signed, but millrace.model.keys asks for it: sign its manifest and put the"
              + " signature beside it as "
              + SUFFIX);
    }
    byte[] decoded;
    try {
      decoded = Base64.getMimeDecoder().decode(new String(signature, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new BundleException(
          "the signature of " + place + " is no Base64: sign its manifest again", e);
    }
    boolean known =
        encoded.entrySet().stream()
            .anyMatch(
                key -> Ed25519.verifies(decode(key.getKey(), key.getValue()), manifest, decoded));
    if (!known) {
      throw new BundleException(
          "the signature of "
              + place
              + " is of none of the keys "
              + String.join(", ", encoded.keySet())
              + ": the manifest was changed after signing, or somebody else signed it");
    }
  }

  /**
   * As {@link #require}, for a manifest in a local folder.
   *
   * @param manifest its file's name
   */
  public void requireIn(Path folder, String manifest) throws IOException {
    if (areAsked()) {
      Path signature = folder.resolve(manifest + SUFFIX);
      require(
          folder.resolve(manifest).toString(),
          Files.readAllBytes(folder.resolve(manifest)),
          Files.exists(signature) ? read(signature) : null);
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST);
    }
  }
}
