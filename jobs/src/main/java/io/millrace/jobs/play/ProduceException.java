/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

/** Frames could not be sent, or signals not be read. */
public final class ProduceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProduceException(String message, Throwable cause) {
    super(message, cause);
  }
}
