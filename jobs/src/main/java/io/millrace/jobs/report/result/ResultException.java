/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.result;

/** A file holds no result. */
public final class ResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ResultException(String message) {
    super(message);
  }
}
