/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.safetensors;

/** Bytes that are not a valid safetensors file. */
public final class SafetensorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SafetensorsException(String message) {
    super("safetensors: " + message);
  }

  SafetensorsException(String message, Throwable cause) {
    super("safetensors: " + message, cause);
  }
}
