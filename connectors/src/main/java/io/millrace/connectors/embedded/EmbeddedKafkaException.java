/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.embedded;

/** The embedded broker cannot run; the message says why and what helps. */
public final class EmbeddedKafkaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EmbeddedKafkaException(String message, Throwable cause) {
    super(message, cause);
  }
}
