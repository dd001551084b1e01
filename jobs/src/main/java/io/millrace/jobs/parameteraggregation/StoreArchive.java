/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.connectors.store.ModelStore;
import io.millrace.connectors.store.StoredBundle;
import io.millrace.models.safetensors.Safetensors;
import io.millrace.models.shape.ModelShape;
import io.millrace.operators.aggregation.VersionArchive;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Puts versions into a model store as safetensors. A bundle's version ends with digits of its
 * checksum: after a failure a version may be made again of other updates, and what nobody announced
 * must not be in its way.
 */
final class StoreArchive implements VersionArchive {
  /** The file in a bundle. */
  static final String FILE = "model.safetensors";

  private static final long serialVersionUID = 1L;
  private static final int DIGITS = 12;

  private final String store;

  /**
   * In a store.
   *
   * @param store its URI; null where all versions travel with their announcement
   */
  StoreArchive(String store) {
    this.store = store;
  }

  @Override
  public Stored store(String key, long version, ModelShape shape, Values values)
      throws IOException {
    if (store == null) {
      throw new IOException(
          "version "
              + version
              + " of model '"
              + key
              + "' has "
              + 4 * shape.values()
              + " bytes, too many to be announced with it, and there is no store: set"
              + " millrace.aggregation.store");
    }
    Path folder = Files.createTempDirectory("millrace-version");
    try {
      Path file = folder.resolve(FILE);
      MessageDigest digest = sha256();
      try (WritableByteChannel out =
          Channels.newChannel(new DigestOutputStream(Files.newOutputStream(file), digest))) {
        Safetensors.write(
            out, shape, Map.of("model", key, "version", Long.toString(version)), values::fragment);
      }
      String name = version + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
      StoredBundle bundle = ModelStore.at(store).put(key, name, folder);
      return new Stored(bundle.uri(), bundle.sha256());
    } finally {
      Files.deleteIfExists(folder.resolve(FILE));
      Files.delete(folder);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
