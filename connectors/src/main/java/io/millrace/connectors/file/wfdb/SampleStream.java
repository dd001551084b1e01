/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import io.millrace.connectors.file.RecordingException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The samples of one file in the order in which they are stored: all signals of it in turn. */
final class SampleStream implements Closeable {
  /** Beyond every value of a sample. */
  static final int END = Integer.MIN_VALUE;

  private final Path file;
  private final Format format;
  private final InputStream in;

  /** In format 212, the second sample of a pair once its first was given out. */
  private int second = END;

  private SampleStream(Path file, Format format, InputStream in) {
    this.file = file;
    this.format = format;
    this.in = in;
  }

  static SampleStream open(Path file, Format format, long skip) {
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      in.skipNBytes(skip);
      return new SampleStream(file, format, in);
    } catch (IOException e) {
      throw new RecordingException("Cannot read the signals of " + file + ": " + e, e);
    }
  }

  /** The next sample, or {@link #END} at the end of the file. */
  int next() {
    try {
      return format == Format.F16 ? next16() : next212();
    } catch (IOException e) {
      throw new RecordingException("Cannot read the signals of " + file + ": " + e, e);
    }
  }

  private int next16() throws IOException {
    int low = in.read();
    int high = in.read();
    return high < 0 ? END : (short) (high << 8 | low);
  }

  private int next212() throws IOException {
    if (second != END) {
      int sample = second;
      second = END;
      return sample;
    }
    int low = in.read();
    int highs = in.read();
    if (highs < 0) {
      return END;
    }
    int low2 = in.read();
    if (low2 >= 0) {
      second = extend((highs & 0xF0) << 4 | low2);
    }
    return extend((highs & 0x0F) << 8 | low);
  }

  private static int extend(int twelveBits) {
    return twelveBits << 20 >> 20;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
