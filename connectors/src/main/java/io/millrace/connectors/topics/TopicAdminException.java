/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

/** The brokers do not answer or refuse; the message says which, and what helps. */
public final class TopicAdminException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TopicAdminException(String message, Throwable cause) {
    super(message, cause);
  }
}
