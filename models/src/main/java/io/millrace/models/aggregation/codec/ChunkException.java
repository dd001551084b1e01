/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

/** Bytes of an update that cannot be decoded; the message says what is wrong with which number. */
public final class ChunkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChunkException(String message) {
    super(message);
  }
}
