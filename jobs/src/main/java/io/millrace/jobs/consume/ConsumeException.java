/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.consume;

/** A topic cannot be read. */
public final class ConsumeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConsumeException(String message, Throwable cause) {
    super(message, cause);
  }
}
