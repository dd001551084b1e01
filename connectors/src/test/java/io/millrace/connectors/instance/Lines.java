/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files of a few lines, and what is read from them. */
final class Lines {
  private Lines() {}

  static Path write(Path folder, String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    try (BufferedWriter out = Text.writer(file)) {
      for (String line : lines) {
        out.write(line + "\n");
      }
    }
    return file;
  }

  /** All instances, the label behind the values. */
  static List<double[]> read(InstanceReader reader) throws IOException {
    List<double[]> all = new ArrayList<>();
    try (reader) {
      double[] x = new double[reader.columns().size()];
      while (reader.next(x)) {
        double[] each = Arrays.copyOf(x, x.length + 1);
        each[x.length] = reader.label();
        all.add(each);
      }
    }
    return all;
  }
}
