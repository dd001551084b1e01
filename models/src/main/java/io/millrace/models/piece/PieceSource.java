/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

/** Where pieces come from. */
public interface PieceSource {
  /** Calls the consumer with every piece, in any order. */
  void forEach(Piece consumer);

  /** What looks at a piece. */
  @FunctionalInterface
  interface Piece {
    /**
     * @param bytes of the piece; the consumer must not keep the array
     */
    void accept(long id, byte[] bytes, int length);
  }

  /** The pieces of one member of an ensemble, as {@link PieceSink#of} placed them. */
  default PieceSource of(int member) {
    return consumer ->
        forEach(
            (id, bytes, length) -> {
              if (id >>> 40 == member + 1L) {
                consumer.accept(id & MEMBER_IDS, bytes, length);
              }
            });
  }

  /** Ids within a member. */
  long MEMBER_IDS = (1L << 40) - 1;

  /** Ids of the ensemble itself are below 2^40, those of its members follow. */
  static long id(int member, long id) {
    if (id < 0 || id > MEMBER_IDS) {
      throw new IllegalArgumentException("piece " + id + " of a member: ids are below 2^40");
    }
    return (member + 1L) << 40 | id;
  }
}
