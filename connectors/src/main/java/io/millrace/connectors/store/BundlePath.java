/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

import java.util.regex.Pattern;

/** Names that are safe on every file system: none leads out of its folder. */
final class BundlePath {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}");
  private static final int MAX_DEPTH = 8;

  private BundlePath() {}

  /**
   * Checks the path of a file in a bundle.
   *
   * @param place who names it, for messages
   */
  static void require(String path, String place) {
    String[] parts = path.split("/", -1);
    if (parts.length > MAX_DEPTH) {
      throw new StoreException(
          place + " names " + path + ", which is deeper than " + MAX_DEPTH + " folders");
    }
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        throw new StoreException(
            place
                + " names '"
                + path
                + "'; a path in a bundle is relative, uses slashes, and its parts are of letters,"
                + " digits and ._+- and begin with a letter, a digit or _");
      }
    }
    if (path.equals(Manifest.FILE)) {
      throw new StoreException(place + " names " + path + ", which is the manifest's own name");
    }
  }

  static String requireName(String what, String name) {
    if (!PART.matcher(name).matches()) {
      throw new StoreException(
          "The "
              + what
              + " '"
              + name
              + "' is not allowed; use letters, digits and ._+-, beginning with a letter or digit");
    }
    return name;
  }
}
