/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file;

/**
 * A recording that cannot be read; the message names the file, the place and what was found there.
 */
public final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RecordingException(String message) {
    super(message);
  }

  public RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
