/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.shape;

/** An update that does not have the shape of its model. */
public final class ShapeMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ShapeMismatchException(String message) {
    super(message);
  }
}
