/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the public data sets lie, for tests that read them. */
public final class PublicData {
  private PublicData() {}

  /** A path in the folder; the test is skipped where it is absent. */
  public static Path resolve(String path) {
    String folder = System.getProperty("millrace.data", "");
    if (folder.isEmpty()) {
      folder = System.getenv().getOrDefault("MILLRACE_DATA", "");
    }
    assumeTrue(
        !folder.isEmpty(), "Needs public data: set -Dmillrace.data or MILLRACE_DATA to its folder");
    Path file = Path.of(folder).resolve(path);
    assumeTrue(Files.exists(file), file + " is absent");
    return file;
  }
}
