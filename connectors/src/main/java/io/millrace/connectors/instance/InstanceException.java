/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.nio.file.Path;

/**
 * A file whose instances cannot be read; the message names the file, the line, the column and the
 * value as far as they are known, and what to do.
 */
public final class InstanceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InstanceException(Path file, String message) {
    super(file + ": " + message);
  }

  InstanceException(Path file, long line, String message) {
    super(file + ", line " + line + ": " + message);
  }

  InstanceException(Path file, Exception cause) {
    super(file + ": cannot be read: " + cause.getMessage(), cause);
  }
}
