/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.io.IOException;

/** A message that is not what it should be; the message text is fit for a dead letter's reason. */
public final class DecodingException extends IOException {
  private static final long serialVersionUID = 1;

  public DecodingException(String message) {
    super(message);
  }

  public DecodingException(String message, Throwable cause) {
    super(message, cause);
  }
}
