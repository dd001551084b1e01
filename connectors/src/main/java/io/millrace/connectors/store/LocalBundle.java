/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

import java.nio.file.Path;
import java.util.List;

/**
 * A bundle that was fetched and found to be what its checksum promises.
 *
 * @param folder where its files lie; not to be changed
 * @param files their paths in it, with slashes, sorted
 */
public record LocalBundle(
    String name, String version, String sha256, Path folder, List<String> files) {
  /**
   * A file of the bundle.
   *
   * @throws StoreException if the bundle has none of that path
   */
  public Path file(String path) {
    if (!files.contains(path)) {
      throw new StoreException(
          "The bundle " + name + "/" + version + " has no " + path + "; it has " + files);
    }
    return folder.resolve(path);
  }
}
