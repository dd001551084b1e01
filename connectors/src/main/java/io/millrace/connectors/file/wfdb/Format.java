/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

/** How samples are stored. */
public enum Format {
  /** Two's complement of 12 bits, two samples in three bytes. */
  F212(-2048),
  /** Two's complement of 16 bits, little-endian. */
  F16(-32768);

  private final int gap;

  Format(int gap) {
    this.gap = gap;
  }

  /** The value that stands for a missing sample. */
  int gap() {
    return gap;
  }

  static Format of(String number, Line line) {
    return switch (number) {
      case "212" -> F212;
      case "16" -> F16;
      default -> throw line.wrong("only the formats 212 and 16 are supported", number);
    };
  }
}
