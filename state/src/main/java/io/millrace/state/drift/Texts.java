/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/** Text in pieces: the number of bytes, then UTF-8. */
final class Texts {
  private static final int MAX_BYTES = 1 << 24;

  private Texts() {}

  static void write(String text, PieceWriter out) {
    byte[] bytes = text.getBytes(UTF_8);
    out.varint(bytes.length);
    out.raw(bytes, bytes.length);
  }

  static String read(PieceReader in) {
    byte[] bytes = in.raw(in.count("bytes of text", MAX_BYTES));
    return new String(bytes, UTF_8);
  }
}
