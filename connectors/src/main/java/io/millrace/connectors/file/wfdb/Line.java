/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import io.millrace.connectors.file.RecordingException;
import java.nio.file.Path;

/** The fields of a line of a header, and where it stands. */
record Line(Path file, int number, String[] fields) {
  boolean has(int index) {
    return index < fields.length;
  }

  String text(int index, String absent) {
    return has(index) ? fields[index] : absent;
  }

  int integer(int index, int absent) {
    return has(index) ? whole(fields[index], "field " + (index + 1)) : absent;
  }

  int whole(String text, String what) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong(what + " is no whole number", text);
    }
  }

  float number(String text, String what) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw wrong(what + " is no number", text);
    }
  }

  RecordingException wrong(String what, String found) {
    return new RecordingException(file + ", line " + number + ": " + what + ": '" + found + "'");
  }
}
