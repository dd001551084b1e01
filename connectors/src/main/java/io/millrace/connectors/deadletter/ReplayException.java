/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.deadletter;

/** A replay that stopped; the message says where, so that it can go on from there. */
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
