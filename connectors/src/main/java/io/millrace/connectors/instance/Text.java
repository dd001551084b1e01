/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Text files, packed when their name ends in .gz. */
final class Text {
  private static final int BUFFER = 1 << 16;

  private Text() {}

  static BufferedReader reader(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      InputStream in = packed(file) ? new GZIPInputStream(raw, BUFFER) : raw;
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  static BufferedWriter writer(Path file) throws IOException {
    OutputStream raw = Files.newOutputStream(file);
    try {
      OutputStream out = packed(file) ? new GZIPOutputStream(raw, BUFFER) : raw;
      return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static boolean packed(Path file) {
    return file.toString().endsWith(".gz");
  }

  /** Whether it is written like a number: what Java calls one, but for suffixes of types. */
  static boolean number(String text) {
    if (text.isEmpty()) {
      return false;
    }
    char last = text.charAt(text.length() - 1);
    if (last == 'd' || last == 'D' || last == 'f' || last == 'F') {
      return false;
    }
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
