/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Keeps what is seen, in a file as it comes. */
final class Samples implements AutoCloseable {
  private final Path folder;
  private final CSVPrinter csv;
  private final Series series = new Series();

  /** Begins the file {@code samples.csv} in a folder that is there. */
  Samples(Path folder) {
    this.folder = folder;
    try {
      csv =
          new CSVPrinter(
              Files.newBufferedWriter(folder.resolve("samples.csv"), StandardCharsets.UTF_8),
              CSVFormat.DEFAULT);
      csv.printRecord("seconds", "measure", "of", "value");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  /** Keeps what was seen at one time. */
  void add(List<Sample> seen) {
    try {
      for (Sample sample : seen) {
        series.add(sample);
        csv.printRecord(
            number(sample.seconds()), sample.measure(), sample.of(), number(sample.value()));
      }
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  Series series() {
    return series;
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }
}
