/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.csv;

import io.millrace.connectors.file.Recording;
import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.SampleBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of numbers; one whose name ends in {@code .gz} is unpacked while it is read. An empty
 * field is a missing sample, NaN.
 */
public final class CsvRecording implements Recording {
  private final Path file;
  private final CsvLayout layout;
  private final int blockLength;
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private final List<String> channels;
  private final int[] columns;
  private final int width;
  private CSVRecord row;
  private long at;

  private CsvRecording(Path file, CsvLayout layout, int blockLength, CSVParser parser) {
    this.file = file;
    this.layout = layout;
    this.blockLength = blockLength;
    this.parser = parser;
    rows = parser.iterator();
    List<String> names = new ArrayList<>();
    advance();
    if (row == null) {
      throw new RecordingException(file + " is empty");
    }
    for (int i = 0; i < row.size(); i++) {
      names.add(layout.header() ? row.get(i).strip() : Integer.toString(i + 1));
    }
    width = names.size();
    channels = layout.columns().isEmpty() ? List.copyOf(names) : layout.columns();
    columns = channels.stream().mapToInt(name -> index(name, names)).toArray();
    if (layout.header()) {
      advance();
    }
  }

  /**
   * Opens a table.
   *
   * @param blockLength samples per channel in each block
   * @throws RecordingException if the file is missing or empty, or a column is not in it
   */
  public static CsvRecording open(Path file, CsvLayout layout, int blockLength) {
    if (blockLength < 1) {
      throw new IllegalArgumentException("Blocks of " + blockLength + " samples; use at least 1");
    }
    InputStream raw = null;
    try {
      raw = Files.newInputStream(file);
      InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
      CSVFormat format =
          CSVFormat.DEFAULT
              .builder()
              .setDelimiter(layout.delimiter())
              .setIgnoreEmptyLines(true)
              .get();
      CSVParser parser =
          CSVParser.builder()
              .setReader(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
              .setFormat(format)
              .get();
      return new CsvRecording(file, layout, blockLength, parser);
    } catch (IOException e) {
      close(raw, e);
      throw new RecordingException("Cannot read " + file + ": " + e, e);
    } catch (RuntimeException e) {
      close(raw, e);
      throw e;
    }
  }

  private static void close(InputStream in, Exception reason) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
  }

  private int index(String name, List<String> names) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new RecordingException(
          file
              + " has no column '"
              + name
              + "'; it has "
              + names
              + (layout.header() ? "" : ", numbered because the layout says there is no header"));
    }
    return index;
  }

  private void advance() {
    try {
      row = rows.hasNext() ? rows.next() : null;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new RecordingException(
          file + ", line " + parser.getCurrentLineNumber() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<String> channels() {
    return channels;
  }

  @Override
  public float samplingRate() {
    return layout.samplingRate();
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public boolean hasNext() {
    return row != null;
  }

  @Override
  public SampleBlock next() {
    if (row == null) {
      throw new NoSuchElementException();
    }
    long first = at;
    float[] samples = new float[blockLength * columns.length];
    int n = 0;
    while (row != null && n < samples.length) {
      if (row.size() != width) {
        throw wrong(row.size() + " columns instead of " + width);
      }
      for (int i = 0; i < columns.length; i++) {
        samples[n++] = number(row.get(columns[i]).strip(), i);
      }
      at++;
      advance();
    }
    return new SampleBlock(
        first, columns.length, n == samples.length ? samples : Arrays.copyOf(samples, n));
  }

  private float number(String text, int channel) {
    if (text.isEmpty()) {
      return Float.NaN;
    }
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw wrong("column " + channels.get(channel) + " holds no number: '" + text + "'");
    }
  }

  private RecordingException wrong(String what) {
    return new RecordingException(file + ", line " + parser.getCurrentLineNumber() + ": " + what);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
