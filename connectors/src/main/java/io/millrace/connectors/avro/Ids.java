/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

/** Bounds the ids in records: they are kept in states and repeated in outputs. */
public final class Ids {
  /** Characters of an id; the name of a learner that is a worker holds the id of its stream. */
  public static final int LONGEST = 2048;

  private Ids() {}

  /**
   * Refuses an id that is too long.
   *
   * @param what it is, such as "stream id"
   * @throws DecodingException with its length; the id itself is not repeated
   */
  public static void require(String what, String id) throws DecodingException {
    if (id.length() > LONGEST) {
      throw new DecodingException(
          "the "
              + what
              + " has "
              + id.length()
              + " characters, at most "
              + LONGEST
              + " are taken: shorten it");
    }
  }
}
