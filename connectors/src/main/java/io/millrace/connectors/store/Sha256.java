/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in lower-case hexadecimal digits. */
final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  /** The number of bytes and the checksum of something copied. */
  record Copied(long size, String sha256) {}

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  static boolean isOne(String text) {
    return text != null
        && text.length() == 64
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /**
   * Copies a stream to its end, or until it is longer than allowed.
   *
   * @param limit bytes; when exceeded, the size of the result is greater and the rest is not read
   */
  static Copied copy(InputStream in, OutputStream out, long limit) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    int n;
    while (size <= limit && (n = in.read(buffer)) >= 0) {
      digest.update(buffer, 0, n);
      out.write(buffer, 0, n);
      size += n;
    }
    return new Copied(size, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
