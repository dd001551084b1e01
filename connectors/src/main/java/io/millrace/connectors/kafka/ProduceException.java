/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

/** Records could not be sent, or what they are made of not be read. */
public final class ProduceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProduceException(String message, Throwable cause) {
    super(message, cause);
  }
}
