/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

/**
 * A mark in a record.
 *
 * @param sample the sample it stands at
 * @param code its type, 1 to 49
 * @param subtype a further distinction, mostly 0
 * @param channel the signal it belongs to
 * @param number a number given by the annotator, mostly 0
 * @param text additional text, such as the name of a rhythm; may be empty
 */
public record Annotation(long sample, int code, int subtype, int channel, int number, String text) {
  /** One character per code, as annotations are printed. */
  private static final String SYMBOLS = " NLRaVFJASEj/Q~ | sT*D\"=pB^t+u?![]en@xf()r";

  /** The usual character of the code, or a question mark for codes without. */
  public char symbol() {
    char symbol = code > 0 && code < SYMBOLS.length() ? SYMBOLS.charAt(code) : ' ';
    return symbol == ' ' ? '?' : symbol;
  }
}
