/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The public data sets that some tests read: the folder that {@code -Dmillrace.data} names. */
public final class DataFolder {
  private DataFolder() {}

  /** The folder; without it the test is skipped. */
  public static Path require() {
    String property = System.getProperty("millrace.data", "");
    String folder = property.isEmpty() ? System.getenv("MILLRACE_DATA") : property;
    Assumptions.assumeTrue(
        folder != null && !folder.isEmpty(),
        "skipped: set -Dmillrace.data to the folder of the public data sets");
    Path path = Path.of(folder);
    Assumptions.assumeTrue(
        Files.isDirectory(path), "skipped: -Dmillrace.data=" + folder + " is no folder");
    return path;
  }

  /** A file of little-endian floats. */
  public static float[] floats(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      float[] floats = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(floats);
      return floats;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
