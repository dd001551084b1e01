/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

/**
 * A model file that cannot become a network. The message is one line: the node and its operator
 * where there is one, why, and what to do about it.
 */
public final class ModelImportException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_NAME = 120;

  private final Reason reason;

  /** Whose fault it is. */
  public enum Reason {
    /** The bytes are not a valid model: truncated, inconsistent or hostile. */
    BROKEN,
    /** The file is fine but uses something that cannot be streamed or is not known. */
    UNSUPPORTED,
    /** The file may be fine but exceeds one of the {@link Limits}. */
    TOO_LARGE,
    /** The file is fine but does not fit what was asked for: window, output or layout. */
    REQUEST
  }

  ModelImportException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ModelImportException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  static ModelImportException broken(String message) {
    return new ModelImportException(Reason.BROKEN, message);
  }

  static ModelImportException unsupported(String message) {
    return new ModelImportException(Reason.UNSUPPORTED, message);
  }

  static ModelImportException tooLarge(String message) {
    return new ModelImportException(Reason.TOO_LARGE, message);
  }

  static ModelImportException request(String message) {
    return new ModelImportException(Reason.REQUEST, message);
  }

  /** A name out of the file, in quotes, of bounded length and without control characters. */
  static String quote(String name) {
    StringBuilder text = new StringBuilder("'");
    for (int i = 0; i < Math.min(name.length(), LONGEST_NAME); i++) {
      char c = name.charAt(i);
      text.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
    }
    return text.append(name.length() > LONGEST_NAME ? "...'" : "'").toString();
  }
}
