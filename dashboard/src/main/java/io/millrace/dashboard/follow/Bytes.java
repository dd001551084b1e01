/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import io.millrace.connectors.avro.Codec;

/** Values as they are: what is left out need not be decoded. */
final class Bytes implements Codec<byte[]> {
  private static final long serialVersionUID = 1L;
  private static final byte[] TOMBSTONE = new byte[0];

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(byte[] message) {
    return message == null ? TOMBSTONE : message;
  }
}
