/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

/**
 * Takes a line of an ARFF file apart: words, in quotes or not, and the marks between them. For one
 * line after the other, without objects but for the texts.
 */
final class ArffTokens {
  /** What is wrong with a line; the place is added where it is known. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }

  private String line = "";
  private int at;
  private boolean quoted;

  void start(String newLine) {
    line = newLine;
    at = 0;
    quoted = false;
  }

  /** Whether the word read last stood in quotes. */
  boolean quoted() {
    return quoted;
  }

  /** The next mark or the first character of a word; 0 at the end of the line or a comment. */
  char peek() {
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    if (at == line.length() || line.charAt(at) == '%') {
      return 0;
    }
    return line.charAt(at);
  }

  /** Takes a mark if it is next. */
  boolean take(char mark) {
    if (peek() != mark) {
      return false;
    }
    at++;
    return true;
  }

  /** The rest of the line, without its comment. */
  String rest() {
    return peek() == 0 ? "" : line.substring(at).strip();
  }

  /**
   * A word up to a comma or a brace, or a space when spaces end it; empty when a mark is next.
   *
   * @param spacesEnd false where words without quotes may hold spaces, as careless files do
   */
  String word(boolean spacesEnd) throws SyntaxException {
    char first = peek();
    if (first == '\'' || first == '"') {
      at++;
      quoted = true;
      return quotedWord(first);
    }
    quoted = false;
    int start = at;
    while (at < line.length() && !ends(line.charAt(at), spacesEnd)) {
      at++;
    }
    return line.substring(start, at).strip();
  }

  private static boolean ends(char c, boolean spacesEnd) {
    return c == ',' || c == '{' || c == '}' || c == '%' || (spacesEnd && Character.isWhitespace(c));
  }

  private String quotedWord(char quote) throws SyntaxException {
    int end = at;
    while (end < line.length() && line.charAt(end) != quote && line.charAt(end) != '\\') {
      end++;
    }
    if (end < line.length() && line.charAt(end) == quote) {
      String word = line.substring(at, end);
      at = end + 1;
      return word;
    }
    StringBuilder word = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        return word.toString();
      }
      word.append(c == '\\' && at < line.length() ? escaped() : c);
    }
    throw new SyntaxException("a quote " + quote + " is not closed: close it in the same line");
  }

  private char escaped() throws SyntaxException {
    char c = line.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() throws SyntaxException {
    if (at + 4 > line.length() || !line.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
      throw new SyntaxException("\\u is not followed by four hexadecimal digits");
    }
    at += 4;
    return (char) Integer.parseInt(line.substring(at - 4, at), 16);
  }
}
