/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.reference;

/** onnxruntime cannot judge a model. */
public final class ReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
